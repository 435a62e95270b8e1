package org.tocsin.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.tocsin.channel.ChannelKind;

/**
 * How far this replica has seen the queues emptied, so that a claim need not step over what is gone. Only a hint: other replicas'
 * clocks differ, and what they put back may lie before it, so that every queue is looked at from its beginning now and then.
 */
final class QueueHeads {

    private static final Duration FROM_THE_BEGINNING_EVERY = Duration.ofSeconds(5);

    private record Queue(UUID batch, ChannelKind channel) {}

    private record Head(Instant dueAt, Instant seenFromBeginningAt) {}

    private final Map<Queue, Head> heads = new HashMap<>();

    /** From where on to look. */
    Instant of(UUID batch, ChannelKind channel, Instant now) {
        Head head = heads.get(new Queue(batch, channel));
        return head == null
                        || now.isAfter(head.seenFromBeginningAt().plus(FROM_THE_BEGINNING_EVERY))
                        || now.isBefore(head.seenFromBeginningAt())
                ? Instant.EPOCH
                : head.dueAt();
    }

    /**
     * Notes what a claim found.
     *
     * @param from where it began to look
     * @param last the due time of the last delivery that it took, or null when it took fewer than it wanted
     */
    void claimed(UUID batch, ChannelKind channel, Instant from, Instant last, Instant now) {
        Queue queue = new Queue(batch, channel);
        if (last == null) {
            heads.remove(queue);
            return;
        }
        Head before = heads.get(queue);
        Instant beginning = from.equals(Instant.EPOCH) || before == null ? now : before.seenFromBeginningAt();
        heads.put(queue, new Head(last, beginning));
    }

    /** Keeps only the queues of these batches. */
    void keepOnly(Set<UUID> batches) {
        heads.keySet().removeIf(queue -> !batches.contains(queue.batch()));
    }
}
