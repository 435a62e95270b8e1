package org.tocsin.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What a stand-in for a mail server does at its moments: what was queued for one, in turn and over all connections; then what
 * was said for always; else its usual answer.
 *
 * @param <M> the moments
 */
final class SmtpScript<M extends Enum<M>> {

    private final ConcurrentMap<M, Deque<SmtpAction>> once = new ConcurrentHashMap<>();
    private final Map<M, SmtpAction> always = new ConcurrentHashMap<>();

    synchronized void on(M moment, SmtpAction... actions) {
        once.computeIfAbsent(moment, any -> new ArrayDeque<>()).addAll(List.of(actions));
    }

    void always(M moment, SmtpAction action) {
        always.put(moment, action);
    }

    synchronized void clear() {
        once.clear();
        always.clear();
    }

    SmtpAction next(M moment, SmtpAction usual) {
        if (!once.containsKey(moment)) {
            return always.getOrDefault(
                    moment, usual); // thousands a second come this way, and need not wait for each other
        }
        SmtpAction queued = queued(moment);
        return queued == null ? always.getOrDefault(moment, usual) : queued;
    }

    private synchronized SmtpAction queued(M moment) {
        Deque<SmtpAction> actions = once.get(moment);
        SmtpAction action = actions == null ? null : actions.poll();
        if (action == null) {
            once.remove(moment);
        }
        return action;
    }
}
