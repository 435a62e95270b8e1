package org.tocsin.access;

import java.util.Collection;
import java.util.Set;

/** The roles, by the names that accounts and tokens carry. */
public final class Role {

    public static final String INCIDENT_SYSTEM = "incident-system";
    public static final String AUTHOR = "author";
    public static final String APPROVER = "approver";
    public static final String OPERATOR = "operator";
    public static final String SUPPORT = "support";
    public static final String AUDITOR = "auditor";
    public static final String MAIL_FEED = "mail-feed";

    /** Every role. */
    public static final Set<String> ALL =
            Set.of(INCIDENT_SYSTEM, AUTHOR, APPROVER, OPERATOR, SUPPORT, AUDITOR, MAIL_FEED);

    private Role() {}

    /** Whether somebody with these roles could approve their own work. */
    public static boolean breakFourEyes(Collection<String> roles) {
        return roles.contains(AUTHOR) && roles.contains(APPROVER);
    }
}
