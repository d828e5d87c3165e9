package dev.tenstep.rpc.contract;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Parses an interface: finds the methods that cross, has each parsed, and throws all faults as one. */
final class ServiceParser {
    private final Class<?> type;
    private final Faults faults = new Faults();
    private final Map<Class<?>, Map<TypeVariable<?>, BoundType>> variables = new HashMap<>();

    private ServiceParser(Class<?> type) {
        this.type = type;
    }

    /** The contract of an interface. */
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
        for (List<Method> same : checkedNames(bySignature())) {
            MethodContract contract =
                    parser.parse(same.get(0), variables.get(same.get(0).getDeclaringClass()));
            if (contract != null) {
                contracts.add(contract);
                same.forEach(m -> byMethod.put(m, contract));
            }
        }
        faults.throwIfAny();
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
        return type.isInterface() ? "a sealed interface, which no proxy can implement" : "no interface";
    }

    private String name() {
        String given = type.getAnnotation(RpcService.class).value();
        if (!given.isEmpty() && !Names.isDotted(given)) {
            faults.add("@RpcService(\"" + given + "\") on " + type.getName()
                    + " (expected: names of letters, digits and _, joined by dots)");
        }
        String full = type.getCanonicalName();
        return !given.isEmpty() ? given : full != null ? full : type.getName();
    }

    /** Notes what the variables of an interface and of those above it mean. */
    private void bind(BoundType bound) {
        if (variables.putIfAbsent(bound.raw(), bound.variables()) == null) {
            for (Type parent : bound.raw().getGenericInterfaces()) {
                bind(BoundType.of(parent, bound.variables()));
            }
        }
    }

    /** The methods that cross, those with the same name and parameters together, the one to be parsed first. */
    private List<List<Method>> bySignature() {
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
        found.values().forEach(same -> same.sort(ServiceParser::byPrecision));
        return List.copyOf(found.values());
    }

    /** The method with the narrower result first, then the one declared further down. */
    private static int byPrecision(Method a, Method b) {
        if (a.getReturnType() != b.getReturnType()) {
            return a.getReturnType().isAssignableFrom(b.getReturnType()) ? 1 : -1;
        }
        boolean above = a.getDeclaringClass() != b.getDeclaringClass()
                && a.getDeclaringClass().isAssignableFrom(b.getDeclaringClass());
        return above ? 1 : 0;
    }

    private List<List<Method>> checkedNames(List<List<Method>> methods) {
        Map<String, Method> taken = new TreeMap<>();
        for (List<Method> same : methods) {
            Method method = same.get(0);
            Method other = taken.putIfAbsent(MethodParser.name(method), method);
            if (other != null) {
                faults.method(type.getSimpleName() + "." + MethodParser.name(method));
                faults.add(text(other) + " and " + text(method)
                        + " share a name (expected: @RpcMethod(\"name\") on one of them)");
            }
        }
        return methods;
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
