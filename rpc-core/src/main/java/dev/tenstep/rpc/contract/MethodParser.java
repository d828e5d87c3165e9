package dev.tenstep.rpc.contract;

import dev.tenstep.rpc.contract.MethodContract.StreamParameter;
import dev.tenstep.rpc.contract.MethodContract.Style;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parses the methods of one service. */
final class MethodParser {
    private static final String RPC_EXCEPTION = "dev.tenstep.rpc.call.RpcException";
    private static final String UNNAMED =
            "the parameter has no name in the class file (expected: @Param(\"name\") on it, or -parameters for the compiler)";
    private static final String NAMES_IN_POM = "In a pom, the compiler keeps the names by"
            + " <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.16.0</version><configuration>"
            + "<parameters>true</parameters></configuration></plugin>; the version matters, for the one that Maven 3.8"
            + " takes by itself knows no such parameter.";

    private final Class<?> service;
    private final String serviceName;
    private final Faults faults;
    private final TypeParser types;
    private final MemberParser members;
    private final ReturnAdapters adapters;
    private final ExceptionParser exceptions;

    MethodParser(Class<?> service, String serviceName, Faults faults) {
        this.service = service;
        this.serviceName = serviceName;
        this.faults = faults;
        this.types = new TypeParser(faults);
        this.adapters = new ReturnAdapters(service);
        this.members = new MemberParser(types, faults);
        this.exceptions = new ExceptionParser(types, faults);
    }

    /** The method's wire name. */
    static String name(Method method) {
        RpcMethod given = method.getAnnotation(RpcMethod.class);
        return given == null ? method.getName() : given.value();
    }

    /** The method's name in a {@code .proto}. */
    private static String rpcName(Method method) {
        RpcMethod given = method.getAnnotation(RpcMethod.class);
        String name = name(method);
        boolean exact = given != null && given.exact();
        return exact || name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** Parses a method of the service, with the interface's variables bound; null after a fault. */
    @Nullable
    MethodContract parse(Method method, Map<TypeVariable<?>, BoundType> variables) {
        int before = faults.count();
        String name = name(method);
        faults.method(service.getSimpleName() + "." + name);
        checkName("method", name);
        String flaw = Names.flaw(name);
        if (flaw != null) {
            faults.add(flaw);
        }
        long timeoutNanos = timeoutNanos(method);
        StreamParameter stream = stream(method, variables);
        ObjectModel parameters = parameters(method, variables, stream);
        Style style = style(adapters.standard(method.getReturnType()));
        boolean nonBlocking = isNonBlocking(method);
        if (nonBlocking && (style == Style.STREAM || (stream != null && stream.blocking()))) {
            faults.add("a java.util.stream.Stream blocks its reader (expected: a Flow.Publisher, or no @NonBlocking)");
        }
        TypeModel result = result(BoundType.of(method.getGenericReturnType(), variables));
        List<ObjectModel> thrown = thrown(method, variables);
        if (faults.count() > before) {
            return null;
        }
        Idempotent idempotent = method.getAnnotation(Idempotent.class);
        return new MethodContract(
                service,
                serviceName,
                name,
                rpcName(method),
                method,
                style,
                parameters,
                stream,
                result,
                thrown,
                timeoutNanos,
                idempotent != null,
                idempotent != null && !idempotent.sideEffects(),
                adapters.find(method.getReturnType()),
                nonBlocking);
    }

    private static Style style(Class<?> returned) {
        if (returned == Flow.Publisher.class) {
            return Style.PUBLISHER;
        }
        if (returned == Stream.class) {
            return Style.STREAM;
        }
        return isStage(returned) ? Style.ASYNC : Style.BLOCKING;
    }

    private void checkName(String what, String name) {
        if (!Names.isIdentifier(name)) {
            faults.add("the " + what + "'s name '" + name + "' (expected: A-Z, a-z, 0-9 and _, not a digit first)");
        }
    }

    private boolean isNonBlocking(Method method) {
        return method.isAnnotationPresent(NonBlocking.class)
                || method.getDeclaringClass().isAnnotationPresent(NonBlocking.class)
                || service.isAnnotationPresent(NonBlocking.class);
    }

    private long timeoutNanos(Method method) {
        Timeout timeout = method.getAnnotation(Timeout.class);
        if (timeout == null) {
            return 0;
        }
        long nanos = TimeoutParser.nanos(timeout.value());
        if (nanos == 0) {
            faults.add("@Timeout(\"" + timeout.value()
                    + "\") (expected: a number over 0 and its unit, such as \"250ms\", \"2s\", \"1m\" or \"1h\")");
        }
        return nanos;
    }

    /** The stream parameter, or null. */
    private @Nullable StreamParameter stream(Method method, Map<TypeVariable<?>, BoundType> variables) {
        StreamParameter found = null;
        Parameter[] declared = method.getParameters();
        Type[] generic = method.getGenericParameterTypes();
        for (int i = 0; i < declared.length; i++) {
            if (isStream(declared[i].getType())) {
                String name = parameterName(declared[i], i);
                if (found != null) {
                    faults.add(
                            "a second stream, beside '" + found.name() + "' (expected: at most one stream parameter)");
                }
                BoundType type = BoundType.of(generic[i], variables);
                found = new StreamParameter(
                        i, name, type.raw() == Stream.class, element(type), adapters.find(type.raw()));
            }
        }
        faults.part("");
        return found;
    }

    private TypeModel element(BoundType type) {
        return types.parse(type.lacksArguments() ? type : type.arguments().get(0));
    }

    private ObjectModel parameters(
            Method method, Map<TypeVariable<?>, BoundType> variables, @Nullable StreamParameter stream) {
        Parameter[] declared = method.getParameters();
        Type[] generic = method.getGenericParameterTypes();
        Numbers numbers = new Numbers(faults, method);
        List<FieldModel> fields = new ArrayList<>();
        for (int i = 0; i < declared.length; i++) {
            if (isStream(declared[i].getType())) {
                continue;
            }
            int index = stream != null && stream.index() < i ? i - 1 : i;
            String name = parameterName(declared[i], i);
            BoundType type = BoundType.of(generic[i], variables);
            Member member = Member.of(name, type, declared[i], t -> Accessors.element(index, t));
            members.add(member, numbers.next(member.wireName(), member.field()), fields);
        }
        faults.part("");
        String tooMany = Refusals.ofValues(
                fields.stream().<Class<?>>map(f -> f.type().rawType()).toList());
        if (tooMany != null) {
            faults.add("a method that " + tooMany);
            fields.clear();
        }
        ObjectModel model = new ObjectModel(
                ObjectModel.Kind.PARAMETERS, Object[].class, service.getSimpleName() + "." + name(method), List.of());
        model.link(fields, Accessors.collector(fields));
        if (method.isAnnotationPresent(Reserved.class) && model.soleMessage() != null) {
            faults.add("@Reserved on a method whose parameter is the whole request (expected: on its class)");
        }
        return model;
    }

    /** The parameter's name, which becomes the place of its faults. */
    private String parameterName(Parameter parameter, int index) {
        Param given = parameter.getAnnotation(Param.class);
        if (given == null && !parameter.isNamePresent()) {
            faults.part("parameter " + (index + 1));
            faults.add(UNNAMED);
            faults.hint(NAMES_IN_POM);
            return parameter.getName();
        }
        String name = given == null ? parameter.getName() : given.value();
        faults.part("parameter '" + name + "'");
        checkName("parameter", name);
        return name;
    }

    private TypeModel result(BoundType returned) {
        faults.part("result");
        try {
            if (isStream(returned.raw())) {
                return element(returned);
            }
            if (!isStage(adapters.standard(returned.raw()))) {
                return returnsNothing(returned) ? ScalarTypes.NOTHING : ScalarTypes.boxed(types.parse(returned));
            }
            if (returned.lacksArguments()) {
                return types.parse(returned);
            }
            BoundType completed = returned.arguments().get(0);
            return returnsNothing(completed) ? ScalarTypes.NOTHING : types.parse(completed);
        } finally {
            faults.part("");
        }
    }

    private static boolean returnsNothing(BoundType type) {
        return type.raw() == void.class || type.raw() == Void.class;
    }

    private boolean isStream(Class<?> type) {
        return type == Stream.class || adapters.standard(type) == Flow.Publisher.class;
    }

    private static boolean isStage(Class<?> standard) {
        return standard == CompletionStage.class || standard == CompletableFuture.class;
    }

    private List<ObjectModel> thrown(Method method, Map<TypeVariable<?>, BoundType> variables) {
        List<ObjectModel> models = new ArrayList<>();
        BoundType.allOf(method.getGenericExceptionTypes(), variables).stream()
                .distinct()
                .filter(t -> !t.raw().getName().equals(RPC_EXCEPTION))
                .sorted(Comparator.comparing(t -> t.raw().getName()))
                .forEach(t -> {
                    faults.part("throws " + t);
                    ObjectModel model = exceptions.parse(t);
                    if (model != null) {
                        models.add(model);
                    }
                });
        faults.part("");
        return List.copyOf(models);
    }
}
