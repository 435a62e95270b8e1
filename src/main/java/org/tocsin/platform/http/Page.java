package org.tocsin.platform.http;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param next what to pass as {@code after} to get the page that follows, or null on the last page
 */
public record Page<T>(List<T> items, String next) {

    /**
     * Makes the page that was asked for.
     *
     * @param rows the rows behind the query's cursor in the list's order: one more than {@link PageQuery#limit()}, if there
     *     are so many
     * @param key a row's place in that order: what {@link PageQuery#after(Function)} will be given to go on behind it
     */
    public static <T> Page<T> of(PageQuery query, List<T> rows, Function<? super T, ?> key) {
        if (rows.size() <= query.limit()) {
            return new Page<>(List.copyOf(rows), null);
        }
        List<T> items = List.copyOf(rows.subList(0, query.limit()));
        String last = key.apply(items.get(items.size() - 1)).toString();
        return new Page<>(items, Cursor.encode(last));
    }

    /** The same page with every row turned into what the caller shall see. */
    public <R> Page<R> map(Function<? super T, ? extends R> view) {
        return new Page<>(items.stream().<R>map(view).toList(), next);
    }
}
