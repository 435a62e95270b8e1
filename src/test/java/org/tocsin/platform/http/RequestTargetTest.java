package org.tocsin.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/incidents", "/a?b=c%20d", "/Zo%C3%AB", "/%F0%9F%98%80", "/a+b", "*"})
    void letsTextThrough(String target) {
        assertThat(RequestTarget.isWellFormed(target)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%00", "/a?b=%00", "/%", "/%zz", "/%ff", "/%ED%A0%80", "/%C0%80"})
    void stopsWhatIsNoText(String target) {
        assertThat(RequestTarget.isWellFormed(target)).isFalse();
    }
}
