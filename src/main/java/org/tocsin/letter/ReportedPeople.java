package org.tocsin.letter;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.tocsin.batch.Batch;
import org.tocsin.compose.NoticeReference;

/**
 * Whom the lines of a file are about.
 *
 * @param found lines that are about somebody on the batch's list
 * @param rejects lines that are not, or not clearly
 */
record ReportedPeople(List<LetterResultRows.Found> found, List<LineReject> rejects) {

    /** Looks them up; a line that has both a number and a code must mean one person by them. */
    static ReportedPeople of(Connection connection, Batch batch, NoticeReference codes, List<ReportedLetter> letters)
            throws SQLException {
        Map<Long, LetterResultRows.Numbered> byNumber = LetterResultRows.bySequenceNumber(
                connection,
                batch.id,
                letters.stream()
                        .map(ReportedLetter::sequenceNumber)
                        .filter(Objects::nonNull)
                        .toList());
        Map<String, List<UUID>> byCode = LetterResultRows.byNoticeCode(
                connection,
                batch.id,
                letters.stream()
                        .map(ReportedLetter::noticeCode)
                        .filter(Objects::nonNull)
                        .toList());
        ReportedPeople people = new ReportedPeople(new ArrayList<>(), new ArrayList<>());
        for (ReportedLetter letter : letters) {
            if (letter.sequenceNumber() == null) {
                people.addByCode(letter, byCode.getOrDefault(letter.noticeCode(), List.of()));
            } else {
                people.addByNumber(letter, byNumber.get(letter.sequenceNumber()), batch.incidentId, codes);
            }
        }
        return people;
    }

    private void addByCode(ReportedLetter letter, List<UUID> notices) {
        switch (notices.size()) {
            case 0 -> reject(letter, ResultLineCheck.NOTICE_CODE, "is in no export of this batch");
            case 1 -> found.add(new LetterResultRows.Found(notices.get(0), letter));
            default -> reject(letter, ResultLineCheck.NOTICE_CODE, "is two people's; name the sequenceNumber");
        }
    }

    /** A code beside the number must be that person's, in an export or not: else the file may be another batch's. */
    private void addByNumber(
            ReportedLetter letter, LetterResultRows.Numbered person, UUID incident, NoticeReference codes) {
        if (person == null) {
            reject(letter, ResultLineCheck.SEQUENCE_NUMBER, "is nobody's whom this batch did not reach");
        } else if (letter.noticeCode() != null
                && !letter.noticeCode().equals(codes.of(incident, person.customerRef()))) {
            reject(letter, ResultLineCheck.NOTICE_CODE, "is another person's than the sequenceNumber");
        } else {
            found.add(new LetterResultRows.Found(person.noticeId(), letter));
        }
    }

    private void reject(ReportedLetter letter, String field, String reason) {
        rejects.add(new LineReject(letter.line(), field, reason));
    }
}
