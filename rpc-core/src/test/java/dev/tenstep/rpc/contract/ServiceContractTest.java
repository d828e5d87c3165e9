package dev.tenstep.rpc.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tenstep.rpc.contract.MethodContract.Style;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class ServiceContractTest {

    record User(long id, String name) {}

    interface Store<T, K> {
        T find(K id);

        List<T> all();
    }

    @RpcService
    interface Users extends Store<User, Long> {
        @Idempotent
        @Timeout("2s")
        CompletionStage<User> findLater(long id);

        @RpcMethod("findByName")
        User find(String name);

        @NonBlocking
        CompletableFuture<Void> touch(@Param("user") long id);

        void clear();

        default User first() {
            return all().get(0);
        }

        static String version() {
            return "1";
        }

        @Override
        String toString();
    }

    @RpcService
    interface Names {
        void plain();

        @RpcMethod("given")
        void one();

        @RpcMethod(value = "asItIs", exact = true)
        void other();
    }

    private static final ServiceContract USERS = ServiceContract.of(Users.class);

    @Test
    void methodsAreSortedByNameInheritedOnesIncluded() {
        assertThat(USERS)
                .hasToString("dev.tenstep.rpc.contract.ServiceContractTest.Users"
                        + "[all, clear, find, findByName, findLater, touch]");
    }

    @Test
    void namesInGrpcBeginWithACapitalUnlessTheyAreExact() {
        assertThat(ServiceContract.of(Names.class).methods())
                .extracting(MethodContract::name, MethodContract::rpcName)
                .containsExactly(tuple("asItIs", "asItIs"), tuple("given", "Given"), tuple("plain", "Plain"));
    }

    @Test
    void contractIsParsedOnce() {
        assertThat(ServiceContract.of(Users.class)).isSameAs(USERS);
        assertThat(USERS.type()).isEqualTo(Users.class);
    }

    @Test
    void typeArgumentsOfInheritedInterfacesAreBound() {
        assertThat(signature("find")).isEqualTo("User Users.find[id: Long]");
        assertThat(signature("all")).isEqualTo("List<User> Users.all[]");
    }

    @Test
    void resultOfAStageIsItsValue() {
        assertThat(signature("findLater")).isEqualTo("User Users.findLater[id: long]");
        assertThat(signature("touch")).isEqualTo("void Users.touch[user: long]");
        assertThat(method("findLater").style()).isEqualTo(Style.ASYNC);
        assertThat(method("touch").style()).isEqualTo(Style.ASYNC);
        assertThat(method("clear").style()).isEqualTo(Style.BLOCKING);
    }

    @Test
    void annotationsOfMethodsAreRead() {
        MethodContract later = method("findLater");
        assertThat(later.timeoutNanos()).isEqualTo(Duration.ofSeconds(2).toNanos());
        assertThat(later.idempotent()).isTrue();
        assertThat(later.nonBlocking()).isFalse();
        MethodContract touch = method("touch");
        assertThat(touch.timeoutNanos()).isZero();
        assertThat(touch.idempotent()).isFalse();
        assertThat(touch.nonBlocking()).isTrue();
    }

    @RpcService
    @NonBlocking
    interface Quick extends Store<User, Long> {}

    @Test
    void annotationOfAnInterfaceCoversInheritedMethods() {
        assertThat(ServiceContract.of(Quick.class).methods()).hasSize(2).allMatch(MethodContract::nonBlocking);
    }

    @Test
    void javaMethodLeadsToItsContractUnlessItIsLocal() throws Exception {
        Method find = Users.class.getMethod("find", Object.class);
        assertThat(USERS.method(find)).isSameAs(method("find"));
        assertThat(USERS.method(Users.class.getMethod("first"))).isNull();
        assertThat(USERS.method(Object.class.getMethod("hashCode"))).isNull();
    }

    @Test
    void parameterHandlesReadAndMakeAnArray() throws Throwable {
        ObjectModel parameters = method("findLater").parameters();
        assertThat((long) parameters.fields().get(0).getter().invokeExact((Object) new Object[] {42L}))
                .isEqualTo(42);
        assertThat((Object[]) parameters.constructor().invoke(42L)).containsExactly(42L);
        assertThat((Object[]) method("clear").parameters().constructor().invoke())
                .isEmpty();
    }

    interface Reader {
        Object read(long id);
    }

    interface TextReader {
        String read(long id);
    }

    @RpcService("texts.Texts")
    interface Texts extends Reader, TextReader, Store<String, Integer> {
        @Override
        String find(Integer id);
    }

    @Test
    void sameMethodOfSeveralInterfacesIsOne() throws Exception {
        ServiceContract texts = ServiceContract.of(Texts.class);
        assertThat(texts).hasToString("texts.Texts[all, find, read]");
        MethodContract read = Contracts.method(Texts.class, "read");
        assertThat(read.result().typeName()).isEqualTo("String");
        assertThat(read.method()).isEqualTo(TextReader.class.getMethod("read", long.class));
        assertThat(texts.method(Reader.class.getMethod("read", long.class))).isSameAs(read);
    }

    @Test
    void bridgeLeadsToTheContractOfItsMethod() throws Exception {
        Method bridge = Texts.class.getMethod("find", Object.class);
        assertThat(bridge.isBridge()).isTrue();
        assertThat(ServiceContract.of(Texts.class).method(bridge)).isSameAs(Contracts.method(Texts.class, "find"));
    }

    private static String signature(String name) {
        MethodContract method = method(name);
        List<String> parameters = method.parameters().fields().stream()
                .map(f -> f.name() + ": " + f.type().typeName())
                .toList();
        return method.result().typeName() + " " + method.displayName() + parameters;
    }

    private static MethodContract method(String name) {
        MethodContract found = USERS.method(name);
        assertThat(found).as(name).isNotNull();
        return found;
    }
}
