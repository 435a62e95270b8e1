package org.tocsin.channel;

/**
 * What a provider knows of a message whose answer was lost.
 *
 * @param providerId the provider's own id of the message when {@code FOUND}, else null
 */
public record LookUpResult(Answer answer, String providerId) {

    public enum Answer {
        /** The provider has exactly this message. */
        FOUND,
        /** The provider is sure that it does not. */
        NOT_FOUND,
        /** It could be one of several, or the provider keeps no such list. */
        AMBIGUOUS,
        /** The provider could not be asked; ask later. */
        UNAVAILABLE
    }

    public static final LookUpResult AMBIGUOUS = new LookUpResult(Answer.AMBIGUOUS, null);
    public static final LookUpResult NOT_FOUND = new LookUpResult(Answer.NOT_FOUND, null);
    public static final LookUpResult UNAVAILABLE = new LookUpResult(Answer.UNAVAILABLE, null);
}
