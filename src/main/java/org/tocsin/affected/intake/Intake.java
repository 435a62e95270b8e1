package org.tocsin.affected.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.tocsin.affected.DataKeys;
import org.tocsin.affected.RecordSet;
import org.tocsin.affected.RecordSets;
import org.tocsin.evidence.Act;
import org.tocsin.evidence.Action;
import org.tocsin.evidence.EvidenceLog;
import org.tocsin.platform.Digests;
import org.tocsin.platform.Ids;
import org.tocsin.platform.http.IdempotencyKey;
import org.tocsin.platform.http.IdempotentAnswers;
import org.tocsin.platform.http.Problems;
import org.tocsin.platform.http.StoredAnswer;
import org.tocsin.platform.keys.KeyRing;

/**
 * Takes an upload from its first byte to a sealed record set, or to a failed one that holds nobody.
 *
 * <p>One connection serves an upload throughout and holds its locks; transactions on it are short.
 */
@ApplicationScoped
public class Intake {

    private static final int CREATED = 201;

    private final DataSource database;
    private final ReceivingSets sets;
    private final RecordSets recordSets;
    private final FailedUploads failures;
    private final UploadReading reading;
    private final DataKeys dataKeys;
    private final KeyRing keys;
    private final IdempotentAnswers answers;
    private final EvidenceLog evidence;
    private final ObjectMapper json;

    Intake(
            @io.quarkus.agroal.DataSource("bulk") DataSource database,
            ReceivingSets sets,
            RecordSets recordSets,
            FailedUploads failures,
            UploadReading reading,
            DataKeys dataKeys,
            KeyRing keys,
            IdempotentAnswers answers,
            EvidenceLog evidence,
            ObjectMapper json) {
        this.database = database;
        this.sets = sets;
        this.recordSets = recordSets;
        this.failures = failures;
        this.reading = reading;
        this.dataKeys = dataKeys;
        this.keys = keys;
        this.answers = answers;
        this.evidence = evidence;
        this.json = json;
    }

    /**
     * Receives one upload.
     *
     * @throws UploadRefused when it cannot be read or breaks off; the set, if one was begun, has failed then
     */
    public IntakeAnswer receive(UploadRequest request) {
        try (Connection connection = database.getConnection()) {
            try {
                UploadBody body = new UploadBody(request);
                Optional<StoredAnswer> earlier = earlierAnswer(connection, request);
                return earlier.isPresent() ? replay(earlier.get(), body) : receive(connection, request, body);
            } finally {
                UploadLock.releaseAll(connection);
                ContactRuns.discard(connection);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("an upload could not be stored", e);
        }
    }

    private Optional<StoredAnswer> earlierAnswer(Connection connection, UploadRequest request) throws SQLException {
        if (request.key().isEmpty()) {
            return Optional.empty();
        }
        IdempotencyKey key = request.key().get();
        if (!UploadLock.of(key).tryTake(connection)) {
            throw Problems.conflict("The first request with this Idempotency-Key is still running.");
        }
        return answers.find(connection, key);
    }

    private IntakeAnswer replay(StoredAnswer earlier, UploadBody body) {
        try {
            body.finish();
        } catch (IOException e) {
            throw UploadRefused.brokenOff();
        }
        earlier.requireSameRequest(body.requestDigest(keys));
        return new IntakeAnswer(IntakeAnswer.recordSetAt(earlier.location()), earlier.body(), true);
    }

    private IntakeAnswer receive(Connection connection, UploadRequest request, UploadBody body) throws SQLException {
        UUID id = Ids.next();
        DataKeys.Fresh dataKey = dataKeys.create(id);
        UploadLock.of(id).tryTake(connection);
        if (!sets.begin(connection, id, request, dataKey.wrapped())) {
            throw Problems.notFound("incident");
        }
        try {
            ReadUpload read = reading.read(connection, id, dataKey.envelope(), request.format(), body);
            return seal(connection, request, id, body, read);
        } catch (UploadRefused e) {
            failures.fail(id, request.uploader(), e.getMessage());
            throw e.of(id);
        } catch (IOException e) {
            UploadRefused brokenOff = UploadRefused.brokenOff();
            failures.fail(id, request.uploader(), brokenOff.getMessage());
            throw brokenOff.of(id);
        } catch (SQLException | RuntimeException e) {
            failures.fail(id, request.uploader(), "The service could not store the upload.");
            throw e;
        }
    }

    private IntakeAnswer seal(Connection connection, UploadRequest request, UUID id, UploadBody body, ReadUpload read)
            throws SQLException {
        SealedContent content = new SealedContent(
                read.attributes(),
                ContactIndex.write(connection, id, read.contacts()),
                body.sha256(),
                read.digest().finish(keys, id),
                read.sealDigest());
        IntakeAnswer[] answer = new IntakeAnswer[1];
        ConnectionTransaction.run(connection, () -> {
            sets.seal(connection, id, content);
            RecordSet sealed = recordSets.find(connection, id).orElseThrow();
            answer[0] = new IntakeAnswer(id, write(sealed), false);
            if (request.key().isPresent()) {
                StoredAnswer stored =
                        new StoredAnswer(body.requestDigest(keys), CREATED, answer[0].location(), answer[0].body());
                answers.add(connection, request.key().get(), stored);
            }
            evidence.append(connection, act(sealed, content));
        });
        return answer[0];
    }

    private static Act act(RecordSet sealed, SealedContent content) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("accepted", sealed.accepted());
        detail.put("rejected", sealed.rejected());
        detail.put("warnings", sealed.warnings());
        detail.put("duplicates", sealed.duplicates());
        detail.put("sharedContacts", content.sharedContacts());
        detail.put("bodyDigest", Digests.hex(content.bodyDigest()));
        detail.put("digest", content.digest());
        detail.put("sealDigest", content.sealDigest());
        return new Act(
                sealed.incidentId(), sealed.uploader(), Action.RECORD_SET_SEALED, "record-set:" + sealed.id(), detail);
    }

    private String write(RecordSet set) {
        try {
            return json.writeValueAsString(set);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record set has no JSON form", e);
        }
    }
}
