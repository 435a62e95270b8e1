package org.tocsin.delivery;

/** What a person is asked about a held delivery. */
public enum HeldFor {
    /** It may have left, and nobody can find out: whether to risk a second message. */
    UNCERTAIN,
    /** The address is somebody else's too: whether to write to both. Nothing has left. */
    SHARED_CONTACT;

    /** The same of a row of {@code delivery}: the reason of what was held by the plan is the plan's own. */
    static final String SQL = "(CASE WHEN reason = hold_for THEN hold_for ELSE 'UNCERTAIN' END)";

    static String name(HeldFor only) {
        return only == null ? null : only.name();
    }
}
