package org.tocsin.dispatch;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.tocsin.channel.FailureClass;
import org.tocsin.channel.SendResult;

/**
 * Notices a storm of policy refusals: a provider that refuses us, or what we write, refuses everyone, and every further try
 * makes it worse and burns a person's schedule.
 */
@ApplicationScoped
class RefusalWatch {

    /** Answers that are looked at together; half as many refusals hold the batch, well within 200 messages. */
    private static final int WINDOW = 100;

    /** The latest answers of one batch: a refusal counts up, any other answer counts down. */
    private static final class Balance {
        private int refusals;

        synchronized boolean tips(boolean refusal) {
            refusals = refusal ? refusals + 1 : Math.max(0, refusals - 1);
            return refusals >= WINDOW / 2;
        }
    }

    private final Map<UUID, Balance> balances = new ConcurrentHashMap<>();
    private final Set<UUID> storms = ConcurrentHashMap.newKeySet();

    void note(UUID batch, SendResult result) {
        boolean refusal = result.failureClass() == FailureClass.POLICY;
        Balance balance = refusal ? balances.computeIfAbsent(batch, unknown -> new Balance()) : balances.get(batch);
        if (balance != null && balance.tips(refusal)) {
            storms.add(batch);
        }
    }

    /** The batches that a storm has hit since the last call. */
    Set<UUID> takeStorms() {
        Set<UUID> hit = Set.copyOf(storms);
        storms.removeAll(hit);
        hit.forEach(balances::remove);
        return hit;
    }
}
