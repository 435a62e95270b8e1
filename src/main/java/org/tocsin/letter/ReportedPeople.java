package org.tocsin.letter;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Whom the lines of a file are about.
 *
 * @param found lines that are about somebody on the batch's list
 * @param rejects lines that are not, or not clearly
 */
record ReportedPeople(List<LetterResultRows.Found> found, List<LineReject> rejects) {

    /** Looks them up; a line that has both a number and a code must mean one person by them. */
    static ReportedPeople of(Connection connection, UUID batch, List<ReportedLetter> letters) throws SQLException {
        Map<Long, UUID> byNumber = LetterResultRows.bySequenceNumber(
                connection,
                batch,
                letters.stream()
                        .map(ReportedLetter::sequenceNumber)
                        .filter(Objects::nonNull)
                        .toList());
        Map<String, List<UUID>> byCode = LetterResultRows.byNoticeCode(
                connection,
                batch,
                letters.stream()
                        .map(ReportedLetter::noticeCode)
                        .filter(Objects::nonNull)
                        .toList());
        ReportedPeople people = new ReportedPeople(new ArrayList<>(), new ArrayList<>());
        for (ReportedLetter letter : letters) {
            people.add(letter, byNumber, byCode);
        }
        return people;
    }

    private void add(ReportedLetter letter, Map<Long, UUID> byNumber, Map<String, List<UUID>> byCode) {
        List<UUID> ofCode =
                letter.noticeCode() == null ? List.of() : byCode.getOrDefault(letter.noticeCode(), List.of());
        if (letter.sequenceNumber() == null) {
            switch (ofCode.size()) {
                case 0 -> reject(letter, ResultLineCheck.NOTICE_CODE, "is in no export of this batch");
                case 1 -> found.add(new LetterResultRows.Found(ofCode.get(0), letter));
                default -> reject(letter, ResultLineCheck.NOTICE_CODE, "is two people's; name the sequenceNumber");
            }
            return;
        }
        UUID notice = byNumber.get(letter.sequenceNumber());
        if (notice == null) {
            reject(letter, ResultLineCheck.SEQUENCE_NUMBER, "is nobody's whom this batch did not reach");
        } else if (!ofCode.isEmpty() && !ofCode.contains(notice)) {
            reject(letter, ResultLineCheck.NOTICE_CODE, "is another person's than the sequenceNumber");
        } else {
            found.add(new LetterResultRows.Found(notice, letter));
        }
    }

    private void reject(ReportedLetter letter, String field, String reason) {
        rejects.add(new LineReject(letter.line(), field, reason));
    }
}
