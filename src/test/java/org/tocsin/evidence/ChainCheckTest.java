package org.tocsin.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.tocsin.platform.CanonicalJson;
import org.tocsin.platform.keys.KeyPurpose;
import org.tocsin.platform.keys.KeyRing;
import org.tocsin.testing.TestKeys;

/** Every way to tamper with a chain of any length, at any place. */
class ChainCheckTest {

    private static final Instant NOW = Instant.parse("2026-08-20T09:00:00.123456Z");
    private static final KeyRing KEYS = new TestKeys("right");
    private static final KeyRing OTHER_KEYS = new TestKeys("wrong");

    private final List<EvidenceEntry> entries = new ArrayList<>();
    private int forgedFrom = Integer.MAX_VALUE;

    @Property(tries = 50)
    void aChainAsItWasWrittenIsWhole(@ForAll @IntRange(min = 0, max = 20) int length) {
        write(length);

        assertThat(check(headOf(length))).isEmpty();
    }

    @Property(tries = 100)
    void aChangedEntryIsNamed(
            @ForAll @IntRange(min = 1, max = 20) int length, @ForAll @IntRange(min = 0, max = 19) int at) {
        write(length);
        int place = at % length;
        EvidenceEntry old = entries.get(place);
        entries.set(place, withActor(old, old.hash()));

        assertThat(check(headOf(length))).contains(new Finding(place + 1, "was changed after it was written"));
    }

    @Property(tries = 100)
    void aChainBuiltAnewFromAChangedEntryOnLacksTheKey(
            @ForAll @IntRange(min = 1, max = 20) int length, @ForAll @IntRange(min = 0, max = 19) int at) {
        write(length);
        int place = at % length;
        byte[] previous = entries.get(place).previousHash();
        for (int i = place; i < length; i++) {
            EvidenceEntry rebuilt = follow(entries.get(i), previous);
            entries.set(i, rebuilt);
            previous = rebuilt.hash();
        }
        forgedFrom = place;

        assertThat(check(headOf(length))).hasValueSatisfying(finding -> {
            assertThat(finding.seq()).isEqualTo(place + 1);
            assertThat(finding.reason()).startsWith("was not written with this key");
        });
    }

    @Property(tries = 100)
    void anEntryTakenOutIsNamed(
            @ForAll @IntRange(min = 1, max = 20) int length, @ForAll @IntRange(min = 0, max = 19) int at) {
        write(length);
        ChainHead head = headOf(length);
        int place = at % length;
        entries.remove(place);

        assertThat(check(head)).hasValueSatisfying(finding -> {
            assertThat(finding.seq()).isEqualTo(place + 1);
            assertThat(finding.reason()).startsWith("is missing");
        });
    }

    @Property(tries = 100)
    void twoEntriesThatChangedPlacesAreNamedAtTheFirst(
            @ForAll @IntRange(min = 2, max = 20) int length, @ForAll @IntRange(min = 0, max = 19) int at) {
        write(length);
        ChainHead head = headOf(length);
        int place = at % (length - 1);
        EvidenceEntry first = entries.get(place);
        EvidenceEntry second = entries.get(place + 1);
        entries.set(place, withSeq(second, first.seq()));
        entries.set(place + 1, withSeq(first, second.seq()));

        assertThat(check(head)).map(Finding::seq).contains((long) place + 1);
    }

    @Property(tries = 100)
    void aChainCutShortIsMissedWhateverTheHeadIsMadeToSay(
            @ForAll @IntRange(min = 1, max = 20) int length, @ForAll @IntRange(min = 1, max = 20) int cut) {
        write(length);
        ChainHead head = headOf(length);
        int left = length - Math.min(cut, length);
        entries.subList(left, length).clear();

        assertThat(check(head)).map(Finding::seq).contains((long) left + 1);
        ChainHead forged = new ChainHead(
                left, left == 0 ? new byte[0] : entries.get(left - 1).hash(), head.mac());
        assertThat(check(forged)).map(Finding::reason).contains("is not the chain's end as it was written");
    }

    @Property(tries = 50)
    void anEntryBehindTheEndIsNamed(@ForAll @IntRange(min = 1, max = 20) int length) {
        write(length);

        assertThat(check(headOf(length - 1))).contains(new Finding(length, "was added behind the chain's end"));
    }

    private void write(int length) {
        entries.clear();
        forgedFrom = Integer.MAX_VALUE;
        for (int i = 0; i < length; i++) {
            Act act = new Act(
                    i % 2 == 0 ? null : new UUID(7, i),
                    "author",
                    Action.INCIDENT_OPENED,
                    "incident:" + i,
                    Map.of("n", i));
            entries.add(EvidenceEntry.next(headOf(i), NOW.plusSeconds(i), act, CanonicalJson.of(act.detail())));
        }
    }

    private ChainHead headOf(int seq) {
        if (seq == 0) {
            return new ChainHead(0, new byte[0], null);
        }
        byte[] hash = entries.get(seq - 1).hash();
        return new ChainHead(seq, hash, ChainHead.macOf(KEYS, seq, hash));
    }

    private Optional<Finding> check(ChainHead head) {
        ChainCheck check = new ChainCheck(KEYS);
        for (int i = 0; i < entries.size(); i++) {
            EvidenceEntry entry = entries.get(i);
            Optional<Finding> found = check.next(entry, mac(i < forgedFrom ? KEYS : OTHER_KEYS, entry));
            if (found.isPresent()) {
                return found;
            }
        }
        return check.end(head);
    }

    private static byte[] mac(KeyRing keys, EvidenceEntry entry) {
        return keys.mac(KeyPurpose.SEAL, EvidenceLog.ENTRY_MAC, entry.hash());
    }

    private static EvidenceEntry withActor(EvidenceEntry e, byte[] hash) {
        return new EvidenceEntry(
                e.seq(), e.at(), e.incidentId(), "else", e.action(), e.subject(), e.detail(), e.previousHash(), hash);
    }

    private static EvidenceEntry withSeq(EvidenceEntry e, long seq) {
        return new EvidenceEntry(
                seq,
                e.at(),
                e.incidentId(),
                e.actor(),
                e.action(),
                e.subject(),
                e.detail(),
                e.previousHash(),
                e.hash());
    }

    private static EvidenceEntry follow(EvidenceEntry e, byte[] previous) {
        EvidenceEntry changed = new EvidenceEntry(
                e.seq(), e.at(), e.incidentId(), "else", e.action(), e.subject(), e.detail(), previous, null);
        return new EvidenceEntry(
                e.seq(),
                e.at(),
                e.incidentId(),
                "else",
                e.action(),
                e.subject(),
                e.detail(),
                previous,
                changed.computeHash());
    }
}
