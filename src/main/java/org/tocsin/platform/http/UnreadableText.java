package org.tocsin.platform.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/** A text with a character in it that is none. */
final class UnreadableText extends MismatchedInputException {

    UnreadableText(JsonParser parser) {
        super(parser, "NUL or half a surrogate pair in a text", String.class);
    }
}
