package org.tocsin.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** Shows how far a batch is, one look at a time. */
final class Sending {

    private static final Duration UNTIL_REDRAWN = Duration.ofMillis(250);
    private static final Duration UNTIL_NEXT_LINE = Duration.ofSeconds(2);

    private final Screen screen;
    private final Pause pause;
    private String lastStatus = "";

    Sending(Screen screen, Pause pause) {
        this.screen = screen;
        this.pause = pause;
    }

    /** Shows a batch as it stands, then waits for as long as that is worth looking at. */
    void watch(JsonNode batch) throws InterruptedException {
        String status = batch.path("status").asText();
        if (!status.equals(lastStatus) && (status.equals("PAUSED") || status.equals("HELD"))) {
            screen.line(stopped(batch, status));
        }
        lastStatus = status;
        draw(batch);
        pause.of(screen.isTerminal() ? UNTIL_REDRAWN : UNTIL_NEXT_LINE);
    }

    /** Shows the last state. */
    void ended(JsonNode batch) {
        draw(batch);
    }

    private void draw(JsonNode batch) {
        long people = batch.path("people").asLong();
        long outstanding = batch.path("outcomes").path("outstanding").asLong();
        screen.redraw("  " + ProgressBar.of(people - outstanding, people));
    }

    private static String stopped(JsonNode batch, String status) {
        String reason = batch.path("heldReason").asText("");
        return "  The batch is " + status + (reason.isEmpty() ? "" : " (" + reason + ")")
                + "; the demo waits until an approver resumes it: POST /api/v1/admin/batches/"
                + batch.path("id").asText() + "/resume";
    }
}
