package org.tocsin.batch;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tocsin.batch.BatchPolicy.Mode;
import org.tocsin.batch.BatchPolicy.Priority;
import org.tocsin.batch.BatchPolicy.SharedContact;
import org.tocsin.batch.BatchPolicy.UnknownPolicy;
import org.tocsin.channel.ChannelKind;
import org.tocsin.platform.http.Problems;
import org.tocsin.platform.http.Violation;
import org.tocsin.template.TemplateVersion;

/** Makes a complete policy of what an author asked for: defaults for what is missing, a clear word about what cannot be. */
@ApplicationScoped
class BatchRequests {

    private static final Duration DEFAULT_HORIZON = Duration.ofHours(72);
    private static final Duration DEFAULT_APPROVAL = Duration.ofHours(72);
    private static final Duration LONGEST_HORIZON = Duration.ofDays(30);
    private static final Duration SHORTEST_CONFIRMATION = Duration.ofSeconds(1);

    /**
     * The policy that the request means for this template.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 422 with violations
     */
    BatchPolicy policy(BatchRequest request, TemplateVersion template) {
        List<Violation> wrong = new ArrayList<>();
        BatchPolicy policy = new BatchPolicy(
                channels(request, template, wrong),
                onUnknown(request, wrong),
                request.maxPerSecond(),
                request.startAt(),
                window(request, wrong),
                horizon(request, wrong),
                request.priority() == null ? Priority.NORMAL : request.priority(),
                canary(request, wrong),
                request.holdThresholds() == null
                        ? null
                        : new BatchPolicy.HoldThresholds(
                                request.holdThresholds().failedPercent()),
                request.sharedContact() == null ? SharedContact.EACH : request.sharedContact(),
                approvalValidFor(request, wrong),
                Boolean.TRUE.equals(request.supplement()) ? true : null,
                request.overrideOptOut() == null
                        ? null
                        : new BatchPolicy.OverrideOptOut(
                                request.overrideOptOut().reason()));
        if (!wrong.isEmpty()) {
            throw Problems.unprocessable("This batch cannot be planned as asked; see violations.", wrong);
        }
        return policy;
    }

    private static BatchPolicy.ChannelPolicy channels(
            BatchRequest request, TemplateVersion template, List<Violation> wrong) {
        Set<ChannelKind> inTemplate = template.variants().stream()
                .map(variant -> variant.channel())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ChannelKind.class)));
        if (request.channels() == null) {
            return new BatchPolicy.ChannelPolicy(Mode.ALL, List.copyOf(inTemplate), null);
        }
        List<ChannelKind> order = request.channels().order();
        if (Set.copyOf(order).size() < order.size()) {
            wrong.add(new Violation("channels.order", "names a channel twice"));
        }
        for (ChannelKind kind : order) {
            if (!inTemplate.contains(kind)) {
                wrong.add(new Violation("channels.order", "the template has no variant for " + kind));
            }
        }
        Mode mode = request.channels().mode() == null
                ? Mode.ALL
                : request.channels().mode();
        return new BatchPolicy.ChannelPolicy(mode, List.copyOf(order), confirmWithin(request.channels(), mode, wrong));
    }

    private static Duration confirmWithin(BatchRequest.ChannelsRequest channels, Mode mode, List<Violation> wrong) {
        Duration asked = channels.confirmWithin();
        if (asked == null) {
            return null;
        }
        if (mode != Mode.FALLBACK || channels.order().size() < 2) {
            wrong.add(new Violation("channels.confirmWithin", "needs mode FALLBACK and a next channel to open"));
        }
        if (asked.compareTo(SHORTEST_CONFIRMATION) < 0 || asked.compareTo(LONGEST_HORIZON) > 0) {
            wrong.add(new Violation("channels.confirmWithin", "must be at least PT1S and at most P30D"));
        }
        return asked;
    }

    private static SortedMap<ChannelKind, UnknownPolicy> onUnknown(BatchRequest request, List<Violation> wrong) {
        SortedMap<ChannelKind, UnknownPolicy> chosen = new TreeMap<>(
                Map.of(ChannelKind.EMAIL, UnknownPolicy.RESEND_ONCE, ChannelKind.SMS, UnknownPolicy.RECONCILE));
        if (request.onUnknown() != null) {
            request.onUnknown().forEach((kind, policy) -> {
                if (policy == null
                        || kind == ChannelKind.EMAIL && policy == UnknownPolicy.RECONCILE
                        || kind == ChannelKind.SMS && policy == UnknownPolicy.RESEND_ONCE) {
                    wrong.add(new Violation(
                            "onUnknown." + kind,
                            kind == ChannelKind.EMAIL ? "must be RESEND_ONCE or HOLD" : "must be RECONCILE or HOLD"));
                } else {
                    chosen.put(kind, policy);
                }
            });
        }
        return chosen;
    }

    private static SortedMap<ChannelKind, BatchPolicy.Window> window(BatchRequest request, List<Violation> wrong) {
        if (request.window() == null) {
            return null;
        }
        SortedMap<ChannelKind, BatchPolicy.Window> windows = new TreeMap<>();
        window(ChannelKind.SMS, request.window().sms(), "window.sms", windows, wrong);
        window(ChannelKind.EMAIL, request.window().email(), "window.email", windows, wrong);
        if (windows.isEmpty()) {
            wrong.add(new Violation("window", "must name sms or email"));
        }
        return windows;
    }

    private static void window(
            ChannelKind kind,
            BatchRequest.WindowRequest window,
            String field,
            SortedMap<ChannelKind, BatchPolicy.Window> windows,
            List<Violation> wrong) {
        if (window == null) {
            return;
        }
        if (window.from().equals(window.to())) {
            wrong.add(new Violation(field, "must open at another time than it closes"));
        }
        windows.put(kind, new BatchPolicy.Window(window.from(), window.to()));
    }

    private static Duration approvalValidFor(BatchRequest request, List<Violation> wrong) {
        Duration asked = request.approvalValidFor();
        if (asked == null) {
            return DEFAULT_APPROVAL;
        }
        if (asked.isNegative() || asked.isZero() || asked.compareTo(BatchPolicy.LONGEST_APPROVAL) > 0) {
            wrong.add(new Violation("approvalValidFor", "must be longer than PT0S and at most P30D"));
        }
        return asked;
    }

    private static Duration horizon(BatchRequest request, List<Violation> wrong) {
        if (request.horizon() == null) {
            return DEFAULT_HORIZON;
        }
        if (request.horizon().isNegative()
                || request.horizon().isZero()
                || request.horizon().compareTo(LONGEST_HORIZON) > 0) {
            wrong.add(new Violation("horizon", "must be longer than PT0S and at most P30D"));
        }
        return request.horizon();
    }

    private static BatchPolicy.Canary canary(BatchRequest request, List<Violation> wrong) {
        BatchRequest.CanaryRequest canary = request.canary();
        if (canary == null) {
            return null;
        }
        if ((canary.people() == null) == (canary.percent() == null)) {
            wrong.add(new Violation("canary", "must name either people or percent"));
        }
        return new BatchPolicy.Canary(canary.people(), canary.percent());
    }
}
