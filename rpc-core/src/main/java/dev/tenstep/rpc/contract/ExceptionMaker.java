package dev.tenstep.rpc.contract;

import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recreates a declared exception with the message that was received. A constructor may build its message from its
 * parameters, {@code super("no user " + name)}, when {@code name} itself was not sent. Then {@code name} is recovered
 * from the message: the text between the parts that the constructor adds. Or the message comes from the cause, {@code
 * super(cause)}: then a stand-in for the cause carries just that text. A message that neither way restores stays as the
 * constructor makes it.
 *
 * @param constructor {@code (Object[])Object}, taking its parameters
 * @param getter {@code (Object)Object}: the message that is sent
 * @param message the index of the message among the received values
 * @param cause the index of the cause among the parameters, or -1
 * @param standsIn true if a cause can stand in
 */
record ExceptionMaker(
        MethodHandle constructor, MethodHandle getter, int parameters, int message, int cause, boolean standsIn) {
    private static final MethodHandle MAKE = make();

    /** A stand-in for a cause: its text, and nothing else of it. */
    @SuppressWarnings("OverrideThrowableToString") // its text is the result of another exception's toString
    private static final class TextCause extends RuntimeException {
        private static final long serialVersionUID = 1;

        TextCause(String text) {
            super(text, null, false, false);
        }

        @Override
        public String toString() {
            return requireNonNull(getMessage());
        }
    }

    /** The handle {@code (F1, F2, ...)Object}: the constructor, taking the fields' types. */
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

    /** Returns whether a cause that is only a text can be passed as one of that type. */
    static boolean canStandInFor(Class<?> type) {
        return type.isAssignableFrom(TextCause.class);
    }

    private static MethodHandle make() {
        try {
            return MethodHandles.lookup()
                    .findVirtual(ExceptionMaker.class, "make", MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("ExceptionMaker.make", e);
        }
    }

    /** Makes an exception from the received values. */
    Object make(@Nullable Object[] received) throws Throwable {
        String wanted = (String) received[message];
        Object first = construct(received, wanted, null);
        String got = text(first);
        if (wanted == null || wanted.equals(got)) {
            return first;
        }
        Object better = got == null ? null : without(got, got.indexOf(wanted), received, wanted);
        if (better == null && got != null) {
            better = without(got, got.lastIndexOf(wanted), received, wanted);
        }
        if (better == null && standsIn) {
            better = ifMessageIs(construct(received, wanted, new TextCause(wanted)), wanted);
        }
        return better == null ? first : better;
    }

    /**
     * The exception made from the message without the constructor's additions before and after it; null if its message
     * differs.
     */
    private @Nullable Object without(String got, int at, @Nullable Object[] received, String wanted) throws Throwable {
        int behind = at < 0 ? 0 : got.length() - at - wanted.length();
        if (at < 0
                || at + behind > wanted.length()
                || !wanted.startsWith(got.substring(0, at))
                || !wanted.endsWith(got.substring(got.length() - behind))) {
            return null;
        }
        try {
            return ifMessageIs(construct(received, wanted.substring(at, wanted.length() - behind), null), wanted);
        } catch (RuntimeException e) {
            return null; // the exception made from the whole message has to do
        }
    }

    private @Nullable Object ifMessageIs(Object exception, String wanted) throws Throwable {
        return wanted.equals(text(exception)) ? exception : null;
    }

    private @Nullable String text(Object exception) throws Throwable {
        return (String) getter.invoke(exception);
    }

    private Object construct(@Nullable Object[] received, @Nullable String text, @Nullable TextCause textCause)
            throws Throwable {
        @Nullable Object[] given = new Object[parameters];
        for (int i = 0, next = 0; i < parameters; i++) {
            if (i == cause) {
                given[i] = textCause;
            } else {
                given[i] = next == message ? text : received[next];
                next++;
            }
        }
        return constructor.invoke(given);
    }
}
