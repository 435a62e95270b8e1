package org.tocsin.dispatch;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.tocsin.channel.ChannelKind;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.SendResult;

/**
 * Notices a storm of policy refusals: a provider that refuses us, or what we write, refuses everyone, and every further try
 * makes it worse and burns a person's schedule. The batch stops on this replica with the answer that tips the balance, and is held
 * everywhere as soon as the database has been told.
 *
 * <p>Each replica takes its share of what all of them together may see refused, so that a storm costs at most
 * {@value #REFUSALS_OF_ALL} messages (or {@value #LEAST_OF_ONE} per replica, when that is more), and those that are under way:
 * one per open connection. That is within 200 for up to ten replicas of ten connections.
 */
@Singleton // without a proxy: every message comes through here
class RefusalWatch {

    /** By how many refusals exceed other answers, on all replicas, when a batch is held. */
    private static final int REFUSALS_OF_ALL = 40;

    /** The same on one replica, at the least: a share of 10 % refused does not come near it by chance. */
    private static final int LEAST_OF_ONE = 10;

    private record Watched(UUID batch, ChannelKind channel) {}

    /** The latest answers: a refusal counts up, another answer of the recipient's side counts down. */
    private static final class Balance {
        private int refusals;

        synchronized boolean tips(boolean refusal, int limit) {
            refusals = refusal ? refusals + 1 : Math.max(0, refusals - 1);
            return refusals >= limit;
        }
    }

    private final Map<Watched, Balance> balances = new ConcurrentHashMap<>();
    private final Set<UUID> storms = ConcurrentHashMap.newKeySet();
    private volatile int limit = REFUSALS_OF_ALL;
    private volatile Runnable alarm = () -> {};

    /** Says whom to wake when a storm is noticed; called by senders, so it must not take long. */
    void onStorm(Runnable told) {
        alarm = told;
    }

    /** Says how many replicas are at work, this one included. */
    void shareAmong(int replicas) {
        limit = Math.max(LEAST_OF_ONE, REFUSALS_OF_ALL / Math.max(1, replicas));
    }

    /** Takes note of an answer. One that says nothing about us (provider down, too fast, no answer) changes nothing. */
    void note(UUID batch, ChannelKind channel, SendResult result) {
        boolean refusal = result.failureClass() == FailureClass.POLICY;
        if (!refusal && !speaksForUs(result)) {
            return;
        }
        Watched watched = new Watched(batch, channel);
        Balance balance = refusal ? balances.computeIfAbsent(watched, unknown -> new Balance()) : balances.get(watched);
        if (balance != null && balance.tips(refusal, limit) && storms.add(batch)) {
            alarm.run();
        }
    }

    private static boolean speaksForUs(SendResult result) {
        return result.verdict() == SendResult.Verdict.ACCEPTED
                || result.failureClass() == FailureClass.ADDRESS_DEAD
                || result.failureClass() == FailureClass.OPTED_OUT
                || result.failureClass() == FailureClass.MAILBOX_UNABLE;
    }

    /** Whether the batch may be sent from, as far as this replica has seen; to be asked beside the gates. */
    boolean calm(UUID batch) {
        return !storms.contains(batch);
    }

    /** The batches that a storm has hit and that are not yet known to be held. */
    Set<UUID> storms() {
        return Set.copyOf(storms);
    }

    /** The batch is held, and its gate was seen closed: should a person let it go on, it is watched anew. */
    void held(UUID batch) {
        balances.keySet().removeIf(watched -> watched.batch().equals(batch));
        storms.remove(batch);
    }
}
