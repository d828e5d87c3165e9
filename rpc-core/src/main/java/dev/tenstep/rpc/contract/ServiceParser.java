package dev.tenstep.rpc.contract;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Parses an interface: finds the remote methods, parses each, and throws all faults as one. */
final class ServiceParser {
    /** The maximum length of a name, as servers read it. */
    private static final int MOST_BYTES = 1024;

    private final Class<?> type;
    private final Faults faults = new Faults();
    private final Map<Class<?>, Map<TypeVariable<?>, BoundType>> variables = new HashMap<>();

    private ServiceParser(Class<?> type) {
        this.type = type;
    }

    /** Parses the contract of an interface. */
    static ServiceContract parse(Class<?> type) {
        return new ServiceParser(type).parse();
    }

    private ServiceContract parse() {
        checkInterface();
        String name = name();
        bind(BoundType.of(type, Map.of()));
        MethodParser parser = new MethodParser(type, name, faults);
        Map<Method, MethodContract> byMethod = new HashMap<>();
        List<MethodContract> contracts = new ArrayList<>();
        Collection<List<Method>> found = bySignature();
        checkNames(found.stream().map(ServiceParser::mostPrecise).toList());
        for (List<Method> same : found) {
            Method method = mostPrecise(same);
            MethodContract contract = parser.parse(method, variables.get(method.getDeclaringClass()));
            if (contract != null) {
                contracts.add(contract);
                same.forEach(m -> byMethod.put(m, contract));
            }
        }
        faults.throwIfAny();
        addBridges(byMethod);
        contracts.sort(Comparator.comparing(MethodContract::name));
        return new ServiceContract(type, name, contracts, byMethod);
    }

    private void checkInterface() {
        if (!type.isInterface() || type.isAnnotation() || type.isSealed()) {
            faults.add(type.getName() + " is " + kind() + " (expected: an interface marked @RpcService)");
        } else if (!type.isAnnotationPresent(RpcService.class)) {
            faults.add(
                    type.getName() + " is not marked @RpcService (expected: the annotation on the interface itself)");
        }
        faults.throwIfAny();
    }

    private String kind() {
        if (type.isAnnotation()) {
            return "an annotation";
        }
        return type.isInterface() ? "a sealed interface, which no proxy can implement" : "not an interface";
    }

    private String name() {
        String given = type.getAnnotation(RpcService.class).value();
        if (!given.isEmpty() && !Names.isDotted(given)) {
            faults.add("@RpcService(\"" + given + "\") on " + type.getName()
                    + " (expected: names of A-Z, a-z, 0-9 and _, joined by dots)");
        }
        String full = type.getCanonicalName();
        String name = !given.isEmpty() ? given : full != null ? full : type.getName();
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        String flaw = Names.flaw(name);
        if (flaw != null) {
            faults.add(flaw + " for " + type.getSimpleName());
        } else if (bytes > MOST_BYTES) {
            faults.add("a service name of " + bytes + " bytes in UTF-8 (expected: at most " + MOST_BYTES + ") for "
                    + type.getSimpleName());
        }
        return name;
    }

    /** Notes the bindings of the variables of an interface and of those above it. */
    private void bind(BoundType bound) {
        if (variables.putIfAbsent(bound.raw(), bound.variables()) == null) {
            for (Type parent : bound.raw().getGenericInterfaces()) {
                bind(BoundType.of(parent, bound.variables()));
            }
        }
    }

    /** The remote methods, grouped by name and parameters. */
    private Collection<List<Method>> bySignature() {
        record Signature(String name, List<BoundType> parameters) {}
        Map<Signature, List<Method>> found = new LinkedHashMap<>();
        Arrays.stream(type.getMethods())
                .filter(m -> Modifier.isAbstract(m.getModifiers()) && !belongsToObject(m))
                .sorted(Comparator.comparing(Method::toString))
                .forEach(m -> {
                    List<BoundType> parameters =
                            BoundType.allOf(m.getGenericParameterTypes(), variables.get(m.getDeclaringClass()));
                    found.computeIfAbsent(new Signature(m.getName(), parameters), s -> new ArrayList<>())
                            .add(m);
                });
        return found.values();
    }

    /** The method with the narrowest result among those with one signature, or else the one declared furthest down. */
    private static Method mostPrecise(List<Method> same) {
        Method best = same.get(0);
        for (Method each : same) {
            boolean oneResult = each.getReturnType() == best.getReturnType();
            Class<?> narrow = oneResult ? each.getDeclaringClass() : each.getReturnType();
            Class<?> wide = oneResult ? best.getDeclaringClass() : best.getReturnType();
            if (wide.isAssignableFrom(narrow)) {
                best = each;
            }
        }
        return best;
    }

    private void checkNames(List<Method> methods) {
        Map<String, Method> taken = new HashMap<>();
        for (Method method : methods) {
            String name = MethodParser.name(method);
            Method other = taken.putIfAbsent(name, method);
            if (other != null) {
                faults.method(type.getSimpleName() + "." + name);
                faults.add(text(other) + " and " + text(method)
                        + " share a name (expected: @RpcMethod(\"name\") on one of them)");
            }
        }
    }

    /**
     * Maps bridge methods to the same contract, since a call through a generic parent may arrive at the compiler's
     * bridge.
     */
    private void addBridges(Map<Method, MethodContract> byMethod) {
        List<Method> targets = List.copyOf(byMethod.keySet());
        for (Method bridge : type.getMethods()) {
            List<Method> bridged = targets.stream()
                    .filter(t -> bridge.isBridge() && leadsTo(bridge, t))
                    .toList();
            if (bridged.size() == 1) {
                byMethod.put(bridge, byMethod.get(bridged.get(0)));
            }
        }
    }

    private static boolean leadsTo(Method bridge, Method target) {
        Class<?>[] wide = bridge.getParameterTypes();
        Class<?>[] narrow = target.getParameterTypes();
        return bridge.getDeclaringClass() == target.getDeclaringClass()
                && bridge.getName().equals(target.getName())
                && wide.length == narrow.length
                && bridge.getReturnType().isAssignableFrom(target.getReturnType())
                && IntStream.range(0, wide.length).allMatch(i -> wide[i].isAssignableFrom(narrow[i]));
    }

    private static String text(Method method) {
        return method.getName()
                + "("
                + String.join(
                        ", ",
                        Arrays.stream(method.getParameterTypes())
                                .map(Class::getSimpleName)
                                .toList())
                + ")";
    }

    private static boolean belongsToObject(Method method) {
        try {
            Object.class.getMethod(method.getName(), method.getParameterTypes());
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
