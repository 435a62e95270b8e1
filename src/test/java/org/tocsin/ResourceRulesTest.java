package org.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.HttpMethod;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tocsin.access.Role;
import org.tocsin.platform.http.Idempotent;

/** What every call of the API must carry. */
class ResourceRulesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.tocsin");

    private static final List<JavaMethod> CALLS = CLASSES.stream()
            .flatMap(type -> type.getMethods().stream())
            .filter(ResourceRulesTest::answersHttp)
            .toList();

    @Test
    void everyCallNamesItsRolesOrSaysThatEverybodyMayCallIt() {
        assertThat(CALLS).hasSizeGreaterThan(20).allSatisfy(call -> {
            if (!call.isAnnotatedWith(PermitAll.class)) {
                assertThat(rolesOf(call)).as(call.getFullName()).isNotEmpty().isSubsetOf(Role.ALL);
            }
        });
    }

    /** JAX-RS passes over a method that is not public, with a line in the build's log and a 404 for the caller. */
    @Test
    void everyCallIsPublic() {
        assertThat(CALLS)
                .allSatisfy(call ->
                        assertThat(call.getModifiers()).as(call.getFullName()).contains(JavaModifier.PUBLIC));
    }

    @Test
    void whatIsAnsweredOnceIsDoneInTheSameTransaction() {
        List<JavaMethod> idempotent = CALLS.stream()
                .filter(call -> call.isAnnotatedWith(Idempotent.class))
                .toList();

        assertThat(idempotent).isNotEmpty().allSatisfy(call -> assertThat(call.isAnnotatedWith(Transactional.class)
                        || call.getOwner().isAnnotatedWith(Transactional.class))
                .as(call.getFullName())
                .isTrue());
    }

    private static boolean answersHttp(JavaMethod method) {
        return method.getAnnotations().stream()
                .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class));
    }

    private static Set<String> rolesOf(JavaMethod call) {
        return call.tryGetAnnotationOfType(RolesAllowed.class)
                .or(() -> call.getOwner().tryGetAnnotationOfType(RolesAllowed.class))
                .map(roles -> Set.of(roles.value()))
                .orElse(Set.of());
    }
}
