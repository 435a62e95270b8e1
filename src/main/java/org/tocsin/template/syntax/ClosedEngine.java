package org.tocsin.template.syntax;

import io.quarkus.qute.CompletedStage;
import io.quarkus.qute.Engine;
import io.quarkus.qute.EngineBuilder;
import io.quarkus.qute.EvalContext;
import io.quarkus.qute.Expression;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.IfSectionHelper;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.Results;
import io.quarkus.qute.Template;
import io.quarkus.qute.ValueResolver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Qute with next to nothing in it, for templates that users write. Of what {@code Engine.builder().addDefaults()} brings,
 * only the {@code if} section is here: no reflection, no namespaces, no methods, no operators on values. Values come out of
 * maps that the caller filled, and a name that is not in them ends the rendering.
 */
final class ClosedEngine {

    private static final Plain AS_IT_IS = new Plain();
    private static final Plain ESCAPING = new Html();
    private static final Engine PLAIN = builder(AS_IT_IS).build();
    private static final Engine HTML = builder(ESCAPING).build();

    private ClosedEngine() {}

    static Template parse(PartKind kind, String source) {
        return (kind == PartKind.HTML ? HTML : PLAIN).parse(source);
    }

    /** A text as it is printed in such a part. */
    static String escaped(PartKind kind, String text) {
        return (kind == PartKind.HTML ? ESCAPING : AS_IT_IS).text(text);
    }

    private static EngineBuilder builder(ResultMapper printing) {
        return Engine.builder()
                .addSectionHelper(new IfSectionHelper.Factory())
                .addValueResolver(new MapValues())
                .addResultMapper(printing)
                .strictRendering(true);
    }

    /** The values of a map by their keys, and no other property of a map. */
    private static final class MapValues implements ValueResolver {

        @Override
        public boolean appliesTo(EvalContext context) {
            return context.getBase() instanceof Map && context.getParams().isEmpty();
        }

        @Override
        public CompletionStage<Object> resolve(EvalContext context) {
            Object value = ((Map<?, ?>) context.getBase()).get(context.getName());
            return value == null ? Results.notFound(context) : CompletedStage.of(value);
        }
    }

    /** Prints a value; one that is empty would leave a hole in the notice and ends the rendering. */
    private static class Plain implements ResultMapper {

        @Override
        public String map(Object result, Expression expression) {
            if (result instanceof List<?> items && !items.isEmpty()) {
                return list(items);
            }
            if (result instanceof String text && !text.isBlank()) {
                return text(text);
            }
            throw new MissingValueException(nameOf(expression));
        }

        String list(List<?> items) {
            return items.stream().map(item -> "- " + item).collect(Collectors.joining("\n"));
        }

        String text(String text) {
            return text;
        }
    }

    private static final class Html extends Plain {

        private final ResultMapper escaper = new HtmlEscaper(List.of());

        @Override
        String list(List<?> items) {
            return items.stream()
                    .map(item -> "<li>" + text(item.toString()) + "</li>")
                    .collect(Collectors.joining("\n"));
        }

        @Override
        String text(String text) {
            return escaper.map(text, null);
        }
    }

    static String nameOf(Expression expression) {
        return expression.getParts().stream().map(Expression.Part::getName).collect(Collectors.joining("."));
    }
}
