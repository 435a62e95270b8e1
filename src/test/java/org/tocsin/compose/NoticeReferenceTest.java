package org.tocsin.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tocsin.platform.keys.TestKeyRing;

class NoticeReferenceTest {

    private final UUID incident = UUID.randomUUID();
    private final NoticeReference references = new NoticeReference(TestKeyRing.fresh());

    @Test
    void isTenCharactersThatCannotBeMisread() {
        assertThat(IntStream.range(0, 500).mapToObj(i -> references.of(incident, "C-" + i)))
                .allMatch(code -> code.matches("[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}"));
    }

    @Test
    void usesTheWholeAlphabetInEveryPlace() {
        for (int place : new int[] {0, 4, 6, 10}) {
            assertThat(IntStream.range(0, 2_000)
                            .mapToObj(i -> references.of(incident, "C-" + i).charAt(place))
                            .collect(Collectors.toSet()))
                    .hasSize(32);
        }
    }

    @Test
    void belongsToOnePersonAndIncidentAndKey() {
        String code = references.of(incident, "C-1");

        assertThat(references.of(incident, "C-1")).isEqualTo(code);
        assertThat(references.of(incident, "C-2")).isNotEqualTo(code);
        assertThat(references.of(UUID.randomUUID(), "C-1")).isNotEqualTo(code);
        assertThat(new NoticeReference(TestKeyRing.fresh()).of(incident, "C-1")).isNotEqualTo(code);
    }
}
