package org.tocsin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressBarTest {

    @Test
    void showsTheShareThatIsDone() {
        assertThat(ProgressBar.of(500, 2000)).isEqualTo("[#######-----------------------]  500 of 2,000 people, 25 %");
    }

    @Test
    void isFullAtTheLastPersonOnly() {
        assertThat(ProgressBar.of(1999, 2000))
                .startsWith("[#############################-]")
                .endsWith("99 %");
        assertThat(ProgressBar.of(2000, 2000))
                .startsWith("[##############################]")
                .endsWith("100 %");
    }

    @Test
    void isFullWhenThereIsNobody() {
        assertThat(ProgressBar.of(0, 0))
                .startsWith("[##############################]")
                .endsWith("100 %");
    }
}
