package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.testkit.Sample;
import dev.tenstep.rpc.testkit.SampleService;
import dev.tenstep.rpc.testkit.SampleTypes.NotFound;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/** Serves samples: checks that each parameter equals the sample whose number is in the metadata, and returns it. */
final class SampleHandler implements InvocationHandler {
    private final List<Sample> samples;
    private final Set<Integer> seen = new ConcurrentSkipListSet<>();

    SampleHandler(List<Sample> samples) {
        this.samples = samples;
    }

    /** Returns the numbers of the samples that have come, each equal to what it should be. */
    Set<Integer> seen() {
        return seen;
    }

    SampleService service() {
        return (SampleService) Proxy.newProxyInstance(
                SampleService.class.getClassLoader(), new Class<?>[] {SampleService.class}, this);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(this, arguments);
        }
        if (method.getName().equals("fails")) {
            throw new NotFound("no user 7", 7, List.of("a", "b"));
        }
        String number = Objects.requireNonNull(CallContext.current()).metadata().text("sample");
        Sample sample = samples.get(Integer.parseInt(Objects.requireNonNull(number)));
        try {
            assertThat(method.getName()).isEqualTo(sample.method());
            assertThat(arguments).isEqualTo(new Object[] {sample.expected()});
        } catch (AssertionError e) {
            throw new RpcException(StatusCode.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
        }
        seen.add(Integer.parseInt(number));
        return sample.value();
    }
}
