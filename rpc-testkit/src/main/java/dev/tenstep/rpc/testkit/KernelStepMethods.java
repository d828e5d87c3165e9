package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.client.ClientHandle;
import dev.tenstep.rpc.kernel.KernelProvider;
import dev.tenstep.rpc.server.IncomingCall;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every step is a method of the handles or of the kernel, and a call fails without the body of any of them. */
interface KernelStepMethods extends KernelUnderTest {

    private KernelProvider provider() {
        String address = address();
        return ServiceLoader.load(KernelProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.serves(address))
                .findFirst()
                .orElseThrow();
    }

    private List<Method> stepMethods() {
        List<Method> methods = new ArrayList<>(StepMethods.inPackageOf(ClientHandle.class));
        methods.addAll(StepMethods.inPackageOf(IncomingCall.class));
        methods.addAll(StepMethods.inPackageOf(provider().getClass()));
        return methods;
    }

    @Test
    default void everyStepHasAMethodThatPerformsIt() {
        assertThat(stepMethods().stream().map(StepMethods::step)).contains(Step.values());
    }

    @Test
    default void kernelPerformsTheTwoStepsInWhichMessagesTravel() {
        assertThat(StepMethods.inPackageOf(provider().getClass()).stream().map(StepMethods::step))
                .containsOnly(Step.TRAVEL_TO_SERVER, Step.TRAVEL_TO_CLIENT)
                .contains(Step.TRAVEL_TO_SERVER, Step.TRAVEL_TO_CLIENT);
    }

    @Test
    default void withoutTheBodyOfAnyStepACallBreaks() throws Exception {
        assertThat(callWithout(null).get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                .as("a call with all bodies")
                .isEqualTo("Hello, shen");
        Map<Method, CompletableFuture<Object>> outcomes = new HashMap<>();
        for (Method method : stepMethods()) {
            outcomes.put(method, callWithout(method));
        }
        for (Map.Entry<Method, CompletableFuture<Object>> each : outcomes.entrySet()) {
            assertThat(each.getValue().get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                    .as("a call without the body of %s", each.getKey())
                    .isNotEqualTo("Hello, shen");
        }
    }

    /** Returns the result or failure of a call made by freshly loaded classes in a thread of its own. */
    private CompletableFuture<Object> callWithout(@Nullable Method method) {
        String address = address();
        String transport = settings().transport();
        ClassLoader loader = new StubbingLoader(method);
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                outcome.complete(newCall(loader).apply(address, transport));
            } catch (ReflectiveOperationException | RuntimeException | Error e) {
                outcome.completeExceptionally(e);
            }
        });
        thread.setContextClassLoader(loader);
        thread.setDaemon(true);
        thread.start();
        return outcome;
    }

    @SuppressWarnings("unchecked") // OneCall implements this type
    private static BiFunction<String, String, Object> newCall(ClassLoader loader) throws ReflectiveOperationException {
        Constructor<?> constructor = loader.loadClass(OneCall.class.getName()).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (BiFunction<String, String, Object>) constructor.newInstance();
    }
}
