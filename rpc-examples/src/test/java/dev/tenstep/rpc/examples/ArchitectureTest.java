package dev.tenstep.rpc.examples;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.Step;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for dependencies and names, checked over the class files of every module but the benchmarks. */
final class ArchitectureTest {
    private static final String ROOT = "dev.tenstep.rpc";
    private static final List<String> FEATURES = List.of(
            "",
            ".call",
            ".client",
            ".cluster",
            ".compression",
            ".config",
            ".contract",
            ".filter",
            ".inproc",
            ".kernel",
            ".serialization",
            ".server",
            ".stream",
            ".worker");
    private static final String[] CORE = FEATURES.stream().map(ROOT::concat).toArray(String[]::new);
    private static final String[] EVERYWHERE = {
        "java..", "javax..", "com.sun.management..", "org.slf4j..", "org.jspecify.annotations.."
    };
    private static final String[] NOT_FEATURES = {
        "..util..", "..utils..", "..common..", "..dto..", "..enums..", "..constants..", "..impl..", "..helpers.."
    };

    /** Imported once for all tests. */
    static final JavaClasses CLASSES =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages(ROOT);

    @Test
    void coreKnowsNoNettyAndNoFormatLibrary() {
        noClasses()
                .that(resideInAnyPackage(CORE))
                .should()
                .dependOnClassesThat(outside(EVERYWHERE).and(outside(CORE)))
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        ".contract, ''",
        ".config, ''",
        ".serialization, .contract",
        ".compression, .serialization",
        ".call, .compression .contract .serialization",
        ".stream, .call .compression .serialization",
        ".worker, .call",
        ".server, .call .contract .serialization .stream .worker",
        ".kernel, .call .compression .config .contract .serialization .server",
        ".cluster, .call .kernel .worker",
        ".client, .call .cluster .contract .kernel .serialization .stream .worker",
        ".filter, .call .contract",
        ".inproc, .call .compression .contract .kernel .serialization .server .stream .worker"
    })
    void arrowsInCoreGoOneWay(String feature, String below) {
        List<String> known = Arrays.asList(below.split(" "));
        String[] others = FEATURES.stream()
                .filter(other -> !other.equals(feature) && !known.contains(other))
                .map(ROOT::concat)
                .toArray(String[]::new);
        noClasses()
                .that(resideInAnyPackage(ROOT + feature))
                .should()
                .dependOnClassesThat(resideInAnyPackage(others))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void portKnowsNoFrame() {
        noClasses()
                .that(resideInAPackage(ROOT + ".transport.netty"))
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".transport.netty.(*).."))
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "serialization.objects, org.objectweb.asm..",
        "serialization.json, com.fasterxml.jackson.. com.google.protobuf.. dev.tenstep.rpc.serialization.objects.. org.objectweb.asm..",
        "serialization.kryo, com.esotericsoftware.. dev.tenstep.rpc.serialization.objects.. org.objectweb.asm..",
        "serialization.protobuf, com.fasterxml.jackson.core.. com.google.protobuf.. dev.tenstep.rpc.serialization.objects.. org.objectweb.asm..",
        "protocol.netrpc.gob, com.fasterxml.jackson.core.. dev.tenstep.rpc.serialization.objects.. org.objectweb.asm..",
        "compression.lz4, net.jpountz..",
        "compression.zstd, com.github.luben..",
        "transport.netty, io.netty..",
        "reactor, reactor..",
        "testkit, org.junit.. org.assertj.. org.opentest4j.. net.bytebuddy.. org.reactivestreams.. org.testng.."
    })
    void modulesKnowCoreAndTheirOwnLibrary(String module, String libraries) {
        String own = ROOT + "." + module + "..";
        noClasses()
                .that(resideInAnyPackage(own))
                .should()
                .dependOnClassesThat(outside(EVERYWHERE)
                        .and(outside(CORE))
                        .and(outside(libraries.split(" ")))
                        .and(outside(own)))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.tenstep.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void packagesAreNamedForFeatures() {
        noClasses().should().resideInAnyPackage(NOT_FEATURES).check(CLASSES);
    }

    @Test
    void classNamesFollowTheRules() {
        noClasses()
                .should()
                .haveNameMatching(".*[.$](Abstract\\w+|I[A-Z][a-z]\\w*|\\w+(Impl|Manager|Helper|Utils?|Enum))")
                .check(CLASSES);
    }

    @Test
    void publicClassesAreFinal() {
        noClasses()
                .that()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .and(DescribedPredicate.describe(
                        "no abstract", c -> !c.getModifiers().contains(JavaModifier.ABSTRACT)))
                .and(DescribedPredicate.describe("no enums", c -> !c.isEnum()))
                .should()
                .notHaveModifier(JavaModifier.FINAL)
                .check(CLASSES);
    }

    @Test
    void accessorsHaveNoGet() {
        noMethods()
                .that()
                .areDeclaredInClassesThat(resideInAnyPackage(CORE).or(resideInAPackage(ROOT + ".transport..")))
                .should()
                .haveNameMatching("get[A-Z].*")
                .check(CLASSES);
    }

    @Test
    void onlyExamplesWriteToStandardStreams() {
        noClasses()
                .that(outside(ROOT + ".examples.."))
                .should(ACCESS_STANDARD_STREAMS)
                .check(CLASSES);
    }

    @Test
    void handlesPerformTheStepsThatAreNotTheKernels() {
        assertThat(stepsPerformedIn(".client"))
                .containsExactlyInAnyOrder(
                        Step.CALL_CLIENT_HANDLE, Step.HAND_TO_CLIENT_KERNEL, Step.RECEIVE_REPLY, Step.DELIVER_RESULT);
        assertThat(stepsPerformedIn(".server"))
                .containsExactlyInAnyOrder(
                        Step.TAKE_PARAMETERS, Step.EXECUTE, Step.RETURN_RESULT, Step.HAND_TO_SERVER_KERNEL);
    }

    @ParameterizedTest
    @ValueSource(strings = {".inproc", ".transport.netty.tenstep"})
    void kernelsPerformTheStepsInWhichMessagesTravel(String kernel) {
        assertThat(stepsPerformedIn(kernel)).isEqualTo(travels());
    }

    private static EnumSet<Step> travels() {
        return EnumSet.of(Step.TRAVEL_TO_SERVER, Step.TRAVEL_TO_CLIENT);
    }

    private static Set<Step> stepsPerformedIn(String feature) {
        return CLASSES.stream()
                .filter(type -> type.getPackageName().equals(ROOT + feature))
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(PerformsStep.class))
                .map(method -> method.getAnnotationOfType(PerformsStep.class).value())
                .collect(Collectors.toSet());
    }

    private static DescribedPredicate<JavaClass> outside(String... packages) {
        return resideOutsideOfPackages(packages);
    }
}
