package org.tocsin.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

    @Property(tries = 200)
    void followingNextShowsEveryRowOnceAndInOrder(
            @ForAll @IntRange(max = 50) int rows, @ForAll @IntRange(min = 1, max = 12) int limit) {
        List<Integer> seen = new ArrayList<>();
        PageQuery query = query("" + limit, null);
        Page<Integer> page;
        do {
            page = Page.of(query, rowsAfter(query, rows), Function.identity());
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            seen.addAll(page.items());
            query = query("" + limit, page.next());
        } while (page.next() != null);

        assertThat(seen).isEqualTo(IntStream.range(0, rows).boxed().toList());
    }

    @Test
    void asksFor100ItemsFromTheStartByDefault() {
        PageQuery query = query(null, null);

        assertThat(query.limit()).isEqualTo(100);
        assertThat(query.after(Function.identity())).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "ten", "", "1e2", "99999999999"})
    void refusesALimitOutOfRange(String limit) {
        assertBadRequest(() -> query(limit, null).limit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "AA", "_w", "not-a-uuid-in-there", "AAAA"})
    void refusesACursorThatItNeverGave(String after) {
        assertBadRequest(() -> query(null, after).after(UUID::fromString));
    }

    private static List<Integer> rowsAfter(PageQuery query, int rows) {
        int first = query.after(Integer::valueOf).map(last -> last + 1).orElse(0);
        return IntStream.range(first, Math.min(rows, first + query.limit() + 1))
                .boxed()
                .toList();
    }

    private static void assertBadRequest(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(HttpProblem.class, problem -> {
            assertThat(problem.getStatusCode()).isEqualTo(400);
            assertThat(problem.getParameters()).containsKey("violations");
        });
    }

    private static PageQuery query(String limit, String after) {
        PageQuery query = new PageQuery();
        query.limit = limit;
        query.after = after;
        return query;
    }
}
