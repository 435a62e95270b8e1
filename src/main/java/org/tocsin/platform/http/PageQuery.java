package org.tocsin.platform.http;

import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/**
 * Which page of a list is asked for; a {@code @BeanParam} of every call that lists.
 *
 * <p>Both parameters come as text, because JAX-RS answers 404 to a number that is none.
 */
public class PageQuery {

    private static final int MAX_LIMIT = 1000;
    private static final int DEFAULT_LIMIT = 100;

    @QueryParam("limit")
    @Parameter(
            description = "How many items at most.",
            schema =
                    @Schema(
                            type = SchemaType.INTEGER,
                            minimum = "1",
                            maximum = "" + MAX_LIMIT,
                            defaultValue = "" + DEFAULT_LIMIT))
    String limit;

    @QueryParam("after")
    @Parameter(description = "The `next` of the page before.")
    String after;

    /** How many items at most, 1 to 1000. */
    public int limit() {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int asked = Integer.parseInt(limit);
            if (asked >= 1 && asked <= MAX_LIMIT) {
                return asked;
            }
        } catch (NumberFormatException e) {
            // Not a number and out of range are told alike.
        }
        throw Problems.invalid("limit", "must be a whole number from 1 to " + MAX_LIMIT);
    }

    /**
     * The key of the row to go on behind, or empty for the first page.
     *
     * @param parse makes a key of its text; an {@link IllegalArgumentException} means that it is none
     */
    public <K> Optional<K> after(Function<String, K> parse) {
        if (after == null || after.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(Cursor.decode(after)));
        } catch (IllegalArgumentException e) {
            throw Problems.invalid("after", "must be the `next` of the page before");
        }
    }
}
