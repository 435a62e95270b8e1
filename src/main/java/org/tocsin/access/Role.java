package org.tocsin.access;

/** The roles, by the names that accounts and tokens carry. */
public final class Role {

    public static final String INCIDENT_SYSTEM = "incident-system";
    public static final String AUTHOR = "author";
    public static final String APPROVER = "approver";
    public static final String OPERATOR = "operator";
    public static final String SUPPORT = "support";
    public static final String AUDITOR = "auditor";
    public static final String MAIL_FEED = "mail-feed";

    private Role() {}
}
