package org.tocsin.template.syntax;

import io.quarkus.qute.Expression;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import io.quarkus.qute.TemplateNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One part of a variant, ready to be rendered for any number of people by any number of threads. */
public final class CompiledPart {

    private final PartKind kind;
    private final Template template;
    private final Set<String> names;

    private CompiledPart(PartKind kind, Template template, Set<String> names) {
        this.kind = kind;
        this.template = template;
        this.names = names;
    }

    /** What came of compiling a source: a part, or why there is none. */
    public record Attempt(Optional<CompiledPart> part, List<Trouble> troubles) {

        /**
         * The part of a source that was checked before.
         *
         * @throws IllegalArgumentException when it is not what was checked
         */
        public CompiledPart orThrow() {
            return part.orElseThrow(
                    () -> new IllegalArgumentException("a template part that no check would let through"));
        }
    }

    /** Compiles a source, or tells everything that is wrong with it; takes well under a second for any source. */
    public static Attempt compile(PartKind kind, String source) {
        if (source.length() > kind.maxChars()) {
            return refused(Place.START, "longer than " + kind.maxChars() + " characters");
        }
        List<Trouble> troubles = new ArrayList<>(Characters.check(kind, source));
        TagScanner scanned = new TagScanner(source).scan();
        troubles.addAll(scanned.troubles());
        TagCheck checked = new TagCheck(source).check(scanned.tags());
        troubles.addAll(checked.troubles());
        return troubles.isEmpty() ? parse(kind, source, checked.names()) : new Attempt(Optional.empty(), troubles);
    }

    private static Attempt parse(PartKind kind, String source, Set<String> expected) {
        try {
            Template template = ClosedEngine.parse(kind, source);
            if (!namesIn(template).equals(expected) || !onlyKnownNodes(template)) {
                return refused(Place.START, "cannot be read with certainty: simplify the tags");
            }
            return new Attempt(Optional.of(new CompiledPart(kind, template, Set.copyOf(expected))), List.of());
        } catch (TemplateException e) {
            Place place = e.getOrigin() == null
                    ? Place.START
                    : new Place(e.getOrigin().getLine(), e.getOrigin().getLineCharacterStart());
            return refused(place, "cannot be parsed");
        }
    }

    // The second look, at what Qute itself made of the source: both readings must agree on every name.
    private static Set<String> namesIn(Template template) {
        return template.getExpressions().stream()
                .map(e -> e.isLiteral() || e.hasNamespace() ? "(not a name)" : ClosedEngine.nameOf(e))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean onlyKnownNodes(Template template) {
        boolean methods = template.getExpressions().stream()
                .flatMap(e -> e.getParts().stream())
                .anyMatch(Expression.Part::isVirtualMethod);
        boolean declarations = !template.getParameterDeclarations().isEmpty();
        boolean otherSections = !template.findNodes(TemplateNode::isSection).stream()
                .allMatch(node -> node.asSection().getName().equals("if"));
        return !methods && !declarations && !otherSections;
    }

    private static Attempt refused(Place place, String message) {
        return new Attempt(Optional.empty(), List.of(new Trouble(place, message)));
    }

    /** Every name that the part prints or asks for. */
    public Set<String> names() {
        return names;
    }

    /**
     * The part with values in place of names, escaped in HTML.
     *
     * @param values texts, lists of texts and booleans under the names of {@link NameCatalogue}, nested at each dot; a value
     *     that is not known is an empty text
     * @throws MissingValueException when a value that is printed is empty
     * @throws TemplateException when a name is not there at all
     */
    public String render(Map<String, ?> values) {
        return template.data(values).render();
    }

    /**
     * The part for many people: as {@link #render} prints it, with {@link PartForm#blank} in place of what is each one's own. The
     * blanks count as given in every condition.
     */
    public PartForm form(Map<String, ?> values) {
        return PartForm.of(kind, render(values));
    }
}
