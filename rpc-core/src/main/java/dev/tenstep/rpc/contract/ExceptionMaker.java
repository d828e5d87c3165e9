package dev.tenstep.rpc.contract;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a declared exception so that its message is the one that came. A constructor may build its message out of what it takes,
 * {@code super("no user " + name)}, and {@code name} never crossed: it is found in the message, as what stands between the parts
 * that the constructor adds. Or it makes the message of its cause, {@code super(cause)}: then a cause stands in that is nothing
 * but that text. A message that neither way gives back stays as the constructor makes it.
 *
 * @param constructor {@code (Object[])Object}, of its parameters
 * @param getter {@code (Object)Object}: the message that crosses
 * @param message the index of the message in what came
 * @param cause the index of the cause among the parameters, or -1
 * @param standsIn whether a cause can stand in
 */
record ExceptionMaker(
        MethodHandle constructor, MethodHandle getter, int parameters, int message, int cause, boolean standsIn) {
    private static final MethodHandle MAKE = make();

    /** The text of a cause, and nothing else of it. */
    @SuppressWarnings("OverrideThrowableToString") // its text is what another exception's toString gave
    private static final class ToldCause extends RuntimeException {
        private static final long serialVersionUID = 1;

        ToldCause(String text) {
            super(text, null, false, false);
        }

        @Override
        public String toString() {
            return requireNonNull(getMessage());
        }
    }

    /** {@code (F1, F2, ...)Object}: the constructor, taking what the fields hold. */
    static MethodHandle of(ExceptionConstructor from, List<FieldModel> fields) {
        MethodHandle constructor = Accessors.constructor(from.constructor());
        if (from.message() < 0) {
            return Accessors.taking(
                    from.takesCause()
                            ? MethodHandles.insertArguments(constructor, from.cause(), (Object) null)
                            : constructor,
                    fields);
        }
        int parameters = from.constructor().getParameterCount();
        MethodHandle getter = fields.get(from.message()).getter();
        ExceptionMaker maker = new ExceptionMaker(
                constructor.asSpreader(Object[].class, parameters),
                getter.asType(MethodType.methodType(Object.class, Object.class)),
                parameters,
                from.message(),
                from.cause(),
                from.takesCause() && canStandInFor(from.constructor().getParameterTypes()[from.cause()]));
        return Accessors.taking(MAKE.bindTo(maker).asCollector(Object[].class, fields.size()), fields);
    }

    /** Whether a cause that is only a text can be given for one of that type. */
    static boolean canStandInFor(Class<?> type) {
        return type.isAssignableFrom(ToldCause.class);
    }

    private static MethodHandle make() {
        try {
            return MethodHandles.lookup()
                    .findVirtual(ExceptionMaker.class, "make", MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("ExceptionMaker.make", e);
        }
    }

    /** Makes one of what came. */
    Object make(@Nullable Object[] came) throws Throwable {
        String wanted = (String) came[message];
        Object first = construct(came, wanted, null);
        String got = text(first);
        if (wanted == null || wanted.equals(got)) {
            return first;
        }
        Object better = got == null ? null : without(got, got.indexOf(wanted), came, wanted);
        if (better == null && got != null) {
            better = without(got, got.lastIndexOf(wanted), came, wanted);
        }
        if (better == null && standsIn) {
            better = ifTold(construct(came, wanted, new ToldCause(wanted)), wanted);
        }
        return better == null ? first : better;
    }

    /** The exception of the message without what the constructor adds before and behind it; null if that is not it. */
    private @Nullable Object without(String got, int at, @Nullable Object[] came, String wanted) throws Throwable {
        int behind = at < 0 ? 0 : got.length() - at - wanted.length();
        if (at < 0
                || at + behind > wanted.length()
                || !wanted.startsWith(got.substring(0, at))
                || !wanted.endsWith(got.substring(got.length() - behind))) {
            return null;
        }
        try {
            return ifTold(construct(came, wanted.substring(at, wanted.length() - behind), null), wanted);
        } catch (RuntimeException e) {
            return null; // what it makes of the whole message has to do
        }
    }

    private @Nullable Object ifTold(Object made, String wanted) throws Throwable {
        return wanted.equals(text(made)) ? made : null;
    }

    private @Nullable String text(Object made) throws Throwable {
        return (String) getter.invoke(made);
    }

    private Object construct(@Nullable Object[] came, @Nullable String text, @Nullable ToldCause toldCause)
            throws Throwable {
        @Nullable Object[] given = new Object[parameters];
        for (int i = 0, next = 0; i < parameters; i++) {
            if (i == cause) {
                given[i] = toldCause;
            } else {
                given[i] = next == message ? text : came[next];
                next++;
            }
        }
        return constructor.invoke(given);
    }
}
