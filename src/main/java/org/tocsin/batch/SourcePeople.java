package org.tocsin.batch;

/** Whom of an earlier batch another one is for. */
public enum SourcePeople {
    /** UNREACHED, and not told since by another resend of the same batch or of one of its resends. */
    NOT_REACHED(Sql.UNREACHED),
    /** The same, and whoever was left OUTSTANDING or WITHDRAWN by a message that may have left. */
    NOT_REACHED_OR_UNCERTAIN(
            "(" + Sql.UNREACHED + " OR n.outcome IN ('OUTSTANDING', 'WITHDRAWN') AND " + Sql.MAY_HAVE_IT + ")"),
    /** Everyone whom a message has reached or may have: also one that bounced later, or whose answer was lost. */
    MAY_HAVE_IT(Sql.MAY_HAVE_IT);

    private final String condition;

    SourcePeople(String condition) {
        this.condition = condition;
    }

    /** The same in SQL, of a row {@code n} of {@code notice}. */
    String condition() {
        return condition;
    }

    private static final class Sql {

        private static final String UNREACHED = "n.outcome = 'UNREACHED'";

        // An attempt without a result has begun; one that was refused or is to be tried later was surely not taken.
        private static final String MAY_HAVE_IT =
                """
                EXISTS (SELECT FROM delivery d
                        WHERE d.notice_id = n.id
                          AND (d.state IN ('ACCEPTED', 'DELIVERED', 'UNKNOWN')
                               OR EXISTS (SELECT FROM attempt a
                                          WHERE a.delivery_id = d.id
                                            AND (a.result IS NULL OR a.result IN ('ACCEPTED', 'UNKNOWN')))))
                """;
    }
}
