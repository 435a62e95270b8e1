package org.tocsin.delivery.feedback;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.NoticeOutcomes;

/** Applies receipts to deliveries. A claim's epoch never changes by it, and attempts stay as their senders wrote them. */
public final class ReceiptMoves {

    /** Stands at a delivery that a good receipt has moved. */
    public static final String REASON = "RECEIPT";

    /**
     * What a receipt says.
     *
     * @param attempt the attempt that the message was sent by, or null when only the provider's id tells
     * @param providerId the provider's own id of the message
     * @param failure why it was lost, in one word, for {@code LOST}; else null
     */
    public record News(UUID deliveryId, Integer attempt, String providerId, ReceiptMeaning meaning, String failure) {}

    /** What became of it. */
    public enum Result {
        /** It has done what it can do; again it would change nothing. */
        APPLIED,
        /** The delivery is in somebody's hands: apply it again later. */
        WAITS,
        /** There is no such delivery, or not yet. */
        NO_DELIVERY
    }

    private record Found(UUID batch, DeliveryState state, boolean lastMessage, boolean email) {

        ReceiptRule.Step step(ReceiptMeaning meaning) {
            return email ? ReceiptRule.ofEmail(state, meaning) : ReceiptRule.of(state, meaning, lastMessage);
        }
    }

    private ReceiptMoves() {}

    /** Applies one receipt in the caller's transaction. Safe to repeat, in any order. */
    public static Result apply(Connection connection, News news, Instant now) throws SQLException {
        Optional<UUID> notice = noticeOf(connection, news.deliveryId());
        if (notice.isEmpty()) {
            return Result.NO_DELIVERY;
        }
        NoticeOutcomes.lock(connection, Set.of(notice.get()));
        lock(connection, news.deliveryId());
        Found found = find(connection, news);
        switch (found.step(news.meaning())) {
            case WAIT -> {
                return Result.WAITS;
            }
            case MOVE -> {
                move(connection, news, now);
                NoticeOutcomes.settle(connection, notice.stream().toList(), now);
                if (found.state().served() && news.meaning() == ReceiptMeaning.LOST) {
                    LateFailures.note(connection, found.batch(), news.deliveryId(), now);
                }
            }
            case STAY -> {
                // It tells nothing new.
            }
        }
        return Result.APPLIED;
    }

    private static Optional<UUID> noticeOf(Connection connection, UUID delivery) throws SQLException {
        String sql = "SELECT notice_id FROM delivery WHERE id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, delivery);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
            }
        }
    }

    /** Keeps out claims and rescues, which take no notice's lock; the next statement's snapshot sees what they committed. */
    private static void lock(Connection connection, UUID delivery) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT id FROM delivery WHERE id = ? FOR UPDATE")) {
            statement.setObject(1, delivery);
            statement.executeQuery().close();
        }
    }

    private static Found find(Connection connection, News news) throws SQLException {
        // The message's attempt: by the number in its callback address, else by the provider's id, else the one whose
        // answer was lost. It is the last message when no later attempt may have left; an attempt that was surely not
        // taken is none.
        String sql =
                """
                SELECT d.batch_id, d.state,
                       coalesce(coalesce(?::int,
                                         (SELECT max(number) FROM attempt a WHERE a.delivery_id = d.id AND a.provider_id = ?),
                                         (SELECT max(number) FROM attempt a
                                          WHERE a.delivery_id = d.id AND a.provider_id IS NULL
                                            AND (a.result IS NULL OR a.result = 'UNKNOWN')), 0)
                                >= (SELECT max(number) FROM attempt a
                                    WHERE a.delivery_id = d.id
                                      AND (a.result IS NULL OR a.result IN ('ACCEPTED', 'UNKNOWN'))), true),
                       d.channel = 'EMAIL'
                FROM delivery d WHERE d.id = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, news.attempt());
            statement.setString(2, news.providerId());
            statement.setObject(3, news.deliveryId());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Found(
                        row.getObject(1, UUID.class),
                        DeliveryState.valueOf(row.getString(2)),
                        row.getBoolean(3),
                        row.getBoolean(4));
            }
        }
    }

    private static void move(Connection connection, News news, Instant now) throws SQLException {
        String sql =
                """
                UPDATE delivery SET state = ?, reason = ?, provider_id = ?, due_at = NULL, updated_at = ? WHERE id = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, news.meaning().state().name());
            statement.setString(2, news.meaning() == ReceiptMeaning.LOST ? news.failure() : REASON);
            statement.setString(3, news.providerId());
            statement.setObject(4, now.atOffset(ZoneOffset.UTC));
            statement.setObject(5, news.deliveryId());
            statement.executeUpdate();
        }
    }
}
