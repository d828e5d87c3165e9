package dev.tenstep.rpc.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Tests numbers and names that are not to be used again. */
final class ReservedTest {

    @Reserved(
            numbers = {2, 3},
            names = "email")
    record User(long id, String name, int age) {}

    @Reserved(numbers = 1)
    enum Role {
        MEMBER,
        ADMIN
    }

    @Reserved(numbers = 1)
    sealed interface Contact permits Phone, Post {}

    record Phone(String number) implements Contact {}

    record Post(String address) implements Contact {}

    /** A failure. */
    @Reserved(numbers = 2)
    public static final class NoUserException extends Exception {
        private static final long serialVersionUID = 1;
        private final long id;

        public NoUserException(String message, long id) {
            super(message);
            this.id = id;
        }

        public long id() {
            return id;
        }
    }

    @RpcService
    interface Users {
        @Reserved(numbers = 1, names = "name")
        User find(long id, Role role, Contact contact) throws NoUserException;
    }

    @Test
    void placesThatAreReservedAreSkipped() {
        MethodContract find = ServiceContract.of(Users.class).methods().get(0);
        assertThat(find.parameters().fields()).extracting(FieldModel::number).containsExactly(2, 3, 4);
        assertThat(((ObjectModel) find.result()).fields())
                .extracting(FieldModel::number)
                .containsExactly(1, 4, 5);
        assertThat(((EnumModel) find.parameters().fields().get(1).type()).numbers())
                .containsExactly(2, 3);
        assertThat(((OneOfModel) find.parameters().fields().get(2).type()).cases())
                .extracting(OneOfModel.Case::number)
                .containsExactly(2, 3);
        assertThat(find.exceptions().get(0).fields())
                .extracting(FieldModel::number)
                .containsExactly(1, 3);
    }

    @Reserved(numbers = 2)
    record Mixed(int first, @Field(7) int seventh, int last) {}

    @RpcService
    interface WithNumbers {
        Mixed mixed();
    }

    @Test
    void aPlaceCountsEvenIfItsElementHasANumberOfItsOwn() {
        ObjectModel mixed = (ObjectModel)
                ServiceContract.of(WithNumbers.class).methods().get(0).result();
        assertThat(mixed.fields()).extracting(FieldModel::number).containsExactly(1, 7, 4);
    }

    @Reserved(
            numbers = {2, 0, 19_500},
            names = {"email", "e-mail"})
    record Wrong(@Field(2) long id, String email) {}

    @RpcService
    interface Wrongs {
        void save(Wrong wrong);
    }

    @Test
    void whoeverUsesAReservedNumberOrNameIsRefusedWithThePlace() {
        assertThatThrownBy(() -> ServiceContract.of(Wrongs.class))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("Wrongs.save -> Wrong: the number 2 of 'id' is reserved (expected: another, by"
                        + " @Field) for method Wrongs.save (parameter 'wrong')")
                .hasMessageContaining("Wrongs.save -> Wrong: the name 'email' is reserved (expected: another, by"
                        + " @Field(name = ...))")
                .hasMessageContaining("Wrongs.save -> Wrong: @Reserved(numbers = 0) (expected: 1..536870911 without"
                        + " 19000..19999)")
                .hasMessageContaining("@Reserved(numbers = 19500) (expected: ")
                .hasMessageContaining("Wrongs.save -> Wrong: @Reserved(names = \"e-mail\") (expected: A-Z, a-z, 0-9"
                        + " and _, not a digit first)");
    }

    @Message
    record Whole(int one) {}

    @RpcService
    interface Wholes {
        @Reserved(numbers = 1)
        void save(Whole whole);
    }

    @Test
    void aMethodReservesNothingInARequestThatIsAClassOfItsOwn() {
        assertThatThrownBy(() -> ServiceContract.of(Wholes.class))
                .hasMessage("@Reserved on a method whose parameter is the whole request (expected: on its class) for"
                        + " method Wholes.save");
    }
}
