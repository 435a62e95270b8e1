package org.tocsin.incident;

/** Kinds of personal data that a breach can involve. */
public enum DataType {
    NAME,
    EMAIL,
    PHONE,
    POSTAL_ADDRESS,
    DATE_OF_BIRTH,
    SSN,
    DRIVING_LICENCE,
    PASSPORT,
    TAX_ID,
    BANK_ACCOUNT,
    PAYMENT_CARD,
    CREDENTIALS,
    HEALTH,
    BIOMETRIC,
    LOCATION,
    OTHER
}
