package org.tocsin.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;

/** Answers in which nobody may be named, with their headers. */
final class KeptAnswers {

    private final List<String> answers = new ArrayList<>();

    /** Keeps an answer that refuses what was asked. */
    void refused(Response answer) {
        assertThat(answer.statusCode()).isBetween(400, 499);
        keep(answer);
    }

    /** Keeps an answer of this status. */
    Response answered(Response answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        keep(answer);
        return answer;
    }

    private void keep(Response answer) {
        answers.add(answer.headers() + "\n" + answer.asString());
    }

    int size() {
        return answers.size();
    }

    String text() {
        return String.join("\n", answers);
    }
}
