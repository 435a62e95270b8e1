package org.tocsin.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsTest {

    @TempDir
    Path folder;

    @Test
    void signsInWithTheAccountOfTheRole() throws Exception {
        Logins logins = read("{\"author\": {\"username\": \"author\", \"password\": \"pass:wörd\"}}");

        assertThat(logins.basic("author")).isEqualTo("Basic YXV0aG9yOnBhc3M6d8O2cmQ=");
    }

    @Test
    void saysWhichRoleHasNoAccount() throws Exception {
        Logins logins = read("{}");

        assertThatThrownBy(() -> logins.basic("approver"))
                .isInstanceOf(DemoStopped.class)
                .hasMessageContaining("approver");
    }

    @Test
    void saysWhatToDoWhenTheAccountsAreGone() {
        assertThatThrownBy(() -> Logins.read(folder, new ObjectMapper()))
                .isInstanceOf(DemoStopped.class)
                .hasMessageContaining("first-accounts.json")
                .hasMessageContaining("fresh tocsin.data-dir");
    }

    @Test
    void repeatsNothingOfAFileThatIsNoJson() {
        assertThatThrownBy(() -> read("secret"))
                .isInstanceOf(DemoStopped.class)
                .message()
                .doesNotContain("secret");
    }

    private Logins read(String accounts) throws IOException, DemoStopped {
        Files.writeString(folder.resolve(Logins.FILE), accounts);
        return Logins.read(folder, new ObjectMapper());
    }
}
