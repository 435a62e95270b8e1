package org.tocsin;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The package graph of docs/architecture: a forbidden edge, an undeclared package and a cycle each turn this red. */
class PackageGraphTest {

    private static final String ROOT = "org.tocsin.";
    private static final Set<String> FLOOR = Set.of("platform", "access", "contact");

    /** What each package may use, besides the floor. Leaves are named with everything; nothing may use them. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("platform", Set.of()),
            Map.entry("access", Set.of()),
            Map.entry("contact", Set.of()),
            Map.entry("evidence", Set.of()),
            Map.entry("channel", Set.of()),
            Map.entry("incident", Set.of("evidence")),
            Map.entry("affected", Set.of("incident", "evidence")),
            Map.entry("template", Set.of("incident", "channel", "evidence")),
            Map.entry("compose", Set.of("template", "affected", "incident", "channel")),
            Map.entry("delivery", Set.of("channel", "evidence")),
            Map.entry(
                    "batch", Set.of("compose", "delivery", "template", "affected", "incident", "channel", "evidence")),
            Map.entry("approval", Set.of("batch", "delivery", "evidence")),
            Map.entry("receipt", Set.of("delivery", "channel", "evidence")),
            Map.entry(
                    "dispatch",
                    Set.of(
                            "approval",
                            "batch",
                            "compose",
                            "delivery",
                            "channel",
                            "evidence",
                            "affected",
                            "template",
                            "incident")));

    private static final Set<String> LEAVES = Set.of("account", "status", "letter", "report", "webhook", "demo");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.tocsin");

    @Test
    void everyPackageIsDeclared() {
        Set<String> found = new TreeSet<>();
        CLASSES.forEach(type -> found.add(packageOf(type)));
        found.remove("");
        Set<String> declared = new HashSet<>(MAY_USE.keySet());
        declared.addAll(LEAVES);
        assertThat(declared).containsAll(found);
    }

    @Test
    void noPackageUsesWhatItMayNot() {
        List<String> forbidden = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            String from = packageOf(type);
            type.getDirectDependenciesFromSelf().forEach(dependency -> {
                String to = packageOf(dependency.getTargetClass());
                if (dependency.getTargetClass().getPackageName().startsWith("org.tocsin") && !allowed(from, to)) {
                    forbidden.add(from + " -> " + to + ": " + dependency.getDescription());
                }
            });
        }
        assertThat(forbidden).isEmpty();
    }

    @Test
    void templatesKnowOfChannelsOnlyTheirKind() {
        List<String> forbidden = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            if (packageOf(type).equals("template")) {
                type.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass())
                        .filter(target -> packageOf(target).equals("channel"))
                        .filter(target -> !target.getSimpleName().equals("ChannelKind"))
                        .forEach(target -> forbidden.add(type.getName() + " -> " + target.getName()));
            }
        }
        assertThat(forbidden).isEmpty();
    }

    @Test
    void thePackagesHaveNoCycle() {
        slices().matching("org.tocsin.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void thePartsOfAPackageHaveNoCycle() {
        slices().matching("org.tocsin.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    private static boolean allowed(String from, String to) {
        if (from.equals(to) || to.isEmpty() || from.isEmpty()) {
            return true;
        }
        if (from.equals("platform")) {
            return false;
        }
        if (FLOOR.contains(from)) {
            return to.equals("platform");
        }
        if (FLOOR.contains(to)) {
            return true;
        }
        return LEAVES.contains(from) ? !LEAVES.contains(to) : MAY_USE.get(from).contains(to);
    }

    private static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(ROOT)) {
            return "";
        }
        String below = name.substring(ROOT.length());
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }
}
