package org.tocsin.batch.list;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tocsin.batch.BatchPeople;
import org.tocsin.batch.OpenedPeople;
import org.tocsin.batch.SpreadsheetCell;
import org.tocsin.channel.ChannelKind;
import org.tocsin.delivery.Delivery;
import org.tocsin.delivery.DeliveryState;
import org.tocsin.delivery.Notice;

/** Reads a batch's deliveries for people, page by page. */
@ApplicationScoped
class DeliveryRows {

    private static final int CSV_PAGE = 1_000;

    private final BatchPeople people;

    DeliveryRows(BatchPeople people) {
        this.people = people;
    }

    /** See {@link Delivery#ofBatch}. Whoever shows them puts that into the evidence. */
    @Transactional
    List<DeliveryRow> read(UUID batch, DeliveryState state, ChannelKind channel, UUID movedBy, UUID after, int limit) {
        List<Delivery> deliveries = Delivery.ofBatch(batch, state, channel, movedBy, after, limit);
        if (deliveries.isEmpty()) {
            return List.of();
        }
        List<UUID> ids = deliveries.stream()
                .map(delivery -> delivery.noticeId)
                .distinct()
                .toList();
        List<Notice> notices = Notice.list("id in ?1", ids);
        Map<UUID, Notice> byId = notices.stream().collect(Collectors.toMap(notice -> notice.id, Function.identity()));
        OpenedPeople opened = people.of(notices);
        return deliveries.stream()
                .map(delivery -> row(delivery, byId.get(delivery.noticeId), opened))
                .toList();
    }

    private static DeliveryRow row(Delivery delivery, Notice notice, OpenedPeople people) {
        return new DeliveryRow(
                delivery.id,
                delivery.noticeId,
                notice.customerRef,
                delivery.channel,
                delivery.rank,
                delivery.state,
                delivery.reason,
                delivery.movedBy,
                people.address(notice, delivery.channel),
                delivery.providerId,
                delivery.updatedAt);
    }

    /** Writes all of them as CSV (RFC 4180), one short transaction per page, so that a slow reader holds nothing up. */
    void writeCsv(UUID batch, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        CsvWriter csv = CsvWriter.builder().build(text);
        csv.writeRecord(
                "deliveryId",
                "customerRef",
                "channel",
                "rank",
                "state",
                "reason",
                "address",
                "providerId",
                "updatedAt");
        UUID after = null;
        List<DeliveryRow> page;
        do {
            UUID from = after;
            page = QuarkusTransaction.requiringNew().call(() -> read(batch, null, null, null, from, CSV_PAGE));
            page.forEach(row -> csv.writeRecord(cells(row)));
            after = page.isEmpty() ? null : page.get(page.size() - 1).deliveryId();
        } while (page.size() == CSV_PAGE);
        csv.flush();
    }

    private static String[] cells(DeliveryRow row) {
        return new String[] {
            row.deliveryId().toString(),
            SpreadsheetCell.safe(row.customerRef()),
            row.channel().name(),
            Integer.toString(row.rank()),
            row.state().name(),
            SpreadsheetCell.safe(row.reason()),
            SpreadsheetCell.safe(row.address()),
            SpreadsheetCell.safe(row.providerId()),
            row.updatedAt().toString()
        };
    }
}
