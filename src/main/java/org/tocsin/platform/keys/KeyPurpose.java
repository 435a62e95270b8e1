package org.tocsin.platform.keys;

/** What a MAC key is for; each purpose has its own key, so that a value made for one proves nothing for another. */
public enum KeyPurpose {
    /** Finding a person by address without a plain copy of it. */
    LOOKUP,
    /** Approvals and evidence: what an attacker with the database alone must not be able to forge. */
    SEAL,
    /** The address that bounces come back to. */
    RETURN_PATH
}
