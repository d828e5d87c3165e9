package dev.tenstep.rpc.benchmarks.users;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Fifteen users and their position among all. A bean for the same reason as {@link User}. */
public final class Page implements Serializable {
    private static final long serialVersionUID = 1L;

    private int number;
    private int total;

    @SuppressWarnings("serial") // the lists that it is given are serializable
    private List<User> users = new ArrayList<>();

    public int getNumber() {
        return number;
    }

    public void setNumber(int number) {
        this.number = number;
    }

    public int getTotal() {
        return total;
    }

    public void setTotal(int total) {
        this.total = total;
    }

    public List<User> getUsers() {
        return users;
    }

    public void setUsers(List<User> users) {
        this.users = users;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Page that && number == that.number && total == that.total && users.equals(that.users);
    }

    @Override
    public int hashCode() {
        return Objects.hash(number, total);
    }

    @Override
    public String toString() {
        return "Page " + number + " of " + users.size() + " users";
    }
}
