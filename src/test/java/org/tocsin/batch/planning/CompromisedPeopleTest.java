package org.tocsin.batch.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tocsin.affected.StoredPeople;
import org.tocsin.affected.intake.StoredUploads;
import org.tocsin.batch.CompromisedChannel;
import org.tocsin.channel.ChannelKind;
import org.tocsin.platform.database.Transactions;
import org.tocsin.platform.keys.KeyRing;
import org.tocsin.platform.keys.TestKeyRing;
import org.tocsin.testing.MigratedDatabase;

/** Whom the rules of an incident take a channel from, over several portions of a large set. */
class CompromisedPeopleTest {

    @RegisterExtension
    static final MigratedDatabase POSTGRES = new MigratedDatabase();

    private final KeyRing keys = TestKeyRing.fresh();
    private final CompromisedPeople compromised =
            new CompromisedPeople(StoredPeople.of(POSTGRES.database(), keys, Clock.systemUTC()));

    @Test
    void aStretchOfTheSetIsLookedThroughWholeAndNobodyBesideIt() throws Exception {
        UUID set = setOf(12_000);
        CompromisedChannel domain = rule(ChannelKind.EMAIL, "bad.example");

        assertThat(taken(set, List.of(domain), 1_000, 11_500))
                .isEqualTo("EMAIL 3500 1002 11499 " + domain.id()); // every third person
    }

    @Test
    void aWholeChannelIsTakenWithoutOpeningAnybody() throws Exception {
        UUID set = setOf(10);
        CompromisedChannel sms = rule(ChannelKind.SMS, null);

        assertThat(CompromisedPeople.readPeople(List.of(sms))).isFalse();
        assertThat(taken(set, List.of(sms), 0, 50_000)).isEqualTo("SMS 10 1 10 " + sms.id());
    }

    @Test
    void ofTwoRulesTheOneForTheWholeChannelTakesEverybody() throws Exception {
        UUID set = setOf(9);
        CompromisedChannel domain = rule(ChannelKind.EMAIL, "bad.example");
        CompromisedChannel all = rule(ChannelKind.EMAIL, null);

        assertThat(taken(set, List.of(domain, all), 0, 9)).isEqualTo("EMAIL 9 1 9 " + all.id());
        assertThat(taken(set, List.of(), 0, 9)).isNull();
    }

    private UUID setOf(int people) throws Exception {
        StringBuilder csv = new StringBuilder("customerRef,email\n");
        for (int i = 1; i <= people; i++) {
            csv.append(i).append(",p").append(i).append(i % 3 == 0 ? "@bad.example\n" : "@sub.bad.example\n");
        }
        return new StoredUploads(POSTGRES.database(), keys, Clock.systemUTC()).sealed(csv.toString());
    }

    private static CompromisedChannel rule(ChannelKind channel, String domain) {
        return new CompromisedChannel(
                UUID.randomUUID(), UUID.randomUUID(), channel, domain, "read", "tester", Instant.EPOCH);
    }

    private String taken(UUID set, List<CompromisedChannel> rules, long from, long to) throws SQLException {
        return Transactions.run(POSTGRES.database(), connection -> {
            compromised.fill(connection, set, rules, from, to);
            return summary(connection);
        });
    }

    private static String summary(Connection connection) throws SQLException {
        String sql = "SELECT concat_ws(' ', channel, count(*), min(position), max(position), rule_id) FROM compromised"
                + " GROUP BY channel, rule_id";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }
}
