package dev.tenstep.rpc.testkit;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Runs the verifications of the Reactive Streams TCK, which are written for TestNG, as tests of JUnit. */
final class ReactiveStreamsRules {
    /** The time for which a subscriber that has cancelled may stay referenced. */
    static final long GC_MILLIS = 1500;

    /** The timeout of an expected signal. Some rules wait for this long to see that none comes. */
    private static final long TIMEOUT_MILLIS = 1000;

    private static final long NO_SIGNAL_MILLIS = 50;

    private ReactiveStreamsRules() {}

    /** Returns an environment with these timeouts. */
    static TestEnvironment environment() {
        return new TestEnvironment(TIMEOUT_MILLIS, NO_SIGNAL_MILLIS);
    }

    /** Returns a test for each rule, with a verification of its own, without the rules that cannot be tested. */
    static Stream<DynamicTest> tests(Supplier<?> verification) {
        return annotated(verification.get(), Test.class)
                .filter(rule -> !rule.getName().startsWith("untested"))
                .map(rule -> DynamicTest.dynamicTest(rule.getName(), () -> test(rule, verification.get())));
    }

    private static Stream<Method> annotated(Object verification, Class<? extends Annotation> annotation) {
        return Arrays.stream(verification.getClass().getMethods())
                .filter(method -> method.isAnnotationPresent(annotation))
                .sorted(Comparator.comparing(Method::getName));
    }

    private static void runAll(Class<? extends Annotation> annotation, Object verification)
            throws ReflectiveOperationException {
        for (Method method : annotated(verification, annotation).toList()) {
            method.invoke(verification);
        }
    }

    private static void test(Method rule, Object verification) throws Throwable {
        try {
            runAll(BeforeClass.class, verification);
            runAll(BeforeMethod.class, verification);
            rule.invoke(verification);
            runAll(AfterClass.class, verification);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SkipException skipped) {
                Assumptions.abort(skipped.getMessage());
            }
            throw e.getCause();
        }
    }
}
