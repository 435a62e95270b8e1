package org.tocsin.status;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.tocsin.batch.BatchKind;
import org.tocsin.batch.BatchPeople;
import org.tocsin.batch.OpenedPeople;
import org.tocsin.delivery.Attempt;
import org.tocsin.delivery.Delivery;
import org.tocsin.delivery.LetterState;
import org.tocsin.delivery.LetterStates;
import org.tocsin.delivery.Notice;
import org.tocsin.incident.Incidents;
import org.tocsin.status.CustomerNotices.AttemptView;
import org.tocsin.status.CustomerNotices.DeliveryView;
import org.tocsin.status.CustomerNotices.NoticeView;

/** Puts together what a customer was told: notices, deliveries, attempts. */
@ApplicationScoped
class CustomerStatus {

    private final Incidents incidents;
    private final BatchPeople people;
    private final AgroalDataSource database;
    private final LetterStates letterStates;

    CustomerStatus(Incidents incidents, BatchPeople people, AgroalDataSource database, LetterStates letterStates) {
        this.incidents = incidents;
        this.people = people;
        this.database = database;
        this.letterStates = letterStates;
    }

    /** See {@link Notice#ofCustomer}. Whoever shows them puts that into the evidence. */
    @Transactional
    List<NoticeView> of(String customerRef, UUID before, int limit) {
        List<Notice> notices = Notice.ofCustomer(customerRef, before, limit);
        Map<UUID, List<Delivery>> deliveries =
                Delivery.ofNotices(notices.stream().map(notice -> notice.id).toList()).stream()
                        .collect(Collectors.groupingBy(delivery -> delivery.noticeId));
        Map<UUID, List<Attempt>> attempts = Attempt.ofDeliveries(deliveries.values().stream()
                        .flatMap(List::stream)
                        .map(delivery -> delivery.id)
                        .toList())
                .stream()
                .collect(Collectors.groupingBy(attempt -> attempt.deliveryId));
        OpenedPeople opened = people.of(notices);
        Map<UUID, LetterState> letters = letters(notices);
        Map<UUID, BatchKind> batches = new HashMap<>();
        Map<UUID, String> references = new HashMap<>();
        return notices.stream()
                .map(notice -> notice(
                        notice,
                        references.computeIfAbsent(notice.incidentId, incidents::reference),
                        batches.computeIfAbsent(notice.batchId, BatchKind::of),
                        deliveries.getOrDefault(notice.id, List.of()),
                        attempts,
                        opened,
                        letters.get(notice.id)))
                .toList();
    }

    private Map<UUID, LetterState> letters(List<Notice> notices) {
        try (Connection connection = database.getConnection()) {
            return letterStates.of(
                    connection, notices.stream().map(notice -> notice.id).toList());
        } catch (SQLException e) {
            throw new IllegalStateException("letters could not be read", e);
        }
    }

    private static NoticeView notice(
            Notice notice,
            String incidentReference,
            BatchKind batch,
            List<Delivery> deliveries,
            Map<UUID, List<Attempt>> attempts,
            OpenedPeople people,
            LetterState letter) {
        return new NoticeView(
                notice.id,
                incidentReference,
                notice.incidentId,
                notice.batchId,
                batch.purpose(),
                notice.outcome,
                notice.reason,
                notice.confirmed,
                batch.simulated(),
                deliveries.stream()
                        .map(delivery -> delivery(
                                delivery,
                                attempts.getOrDefault(delivery.id, List.of()),
                                people.address(notice, delivery.channel)))
                        .toList(),
                letter);
    }

    private static DeliveryView delivery(Delivery delivery, List<Attempt> attempts, String address) {
        return new DeliveryView(
                delivery.id,
                delivery.channel,
                delivery.state,
                delivery.reason,
                address,
                delivery.providerId,
                delivery.updatedAt,
                attempts.stream().map(CustomerStatus::attempt).toList());
    }

    private static AttemptView attempt(Attempt attempt) {
        return new AttemptView(
                attempt.number,
                attempt.startedAt,
                attempt.endedAt,
                attempt.stage,
                attempt.result,
                attempt.failureClass,
                attempt.code,
                attempt.words,
                attempt.contentHash);
    }
}
