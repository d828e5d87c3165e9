package dev.tenstep.rpc.benchmarks.users;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Twelve fields of mixed types. It is a bean with getters and setters, not a record, since several of the peers'
 * serializers know only beans. It has no {@code isActive}, since one of them skips a field without a {@code get}.
 */
public final class User implements Serializable {
    private static final long serialVersionUID = 1L;

    private long id;
    private String name = "";
    private String email = "";
    private String phone = "";
    private String address = "";
    private int age;
    private boolean active;
    private double score;
    private Status status = Status.ACTIVE;
    private long created;
    private byte level;

    @SuppressWarnings("serial") // the lists that it is given are serializable
    private List<String> tags = new ArrayList<>();

    public long getId() {
        return id;
    }

    public void setId(long id) {
        this.id = id;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getEmail() {
        return email;
    }

    public void setEmail(String email) {
        this.email = email;
    }

    public String getPhone() {
        return phone;
    }

    public void setPhone(String phone) {
        this.phone = phone;
    }

    public String getAddress() {
        return address;
    }

    public void setAddress(String address) {
        this.address = address;
    }

    public int getAge() {
        return age;
    }

    public void setAge(int age) {
        this.age = age;
    }

    public boolean getActive() {
        return active;
    }

    public void setActive(boolean active) {
        this.active = active;
    }

    public double getScore() {
        return score;
    }

    public void setScore(double score) {
        this.score = score;
    }

    public Status getStatus() {
        return status;
    }

    public void setStatus(Status status) {
        this.status = status;
    }

    public long getCreated() {
        return created;
    }

    public void setCreated(long created) {
        this.created = created;
    }

    public byte getLevel() {
        return level;
    }

    public void setLevel(byte level) {
        this.level = level;
    }

    public List<String> getTags() {
        return tags;
    }

    public void setTags(List<String> tags) {
        this.tags = tags;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof User that
                && id == that.id
                && age == that.age
                && active == that.active
                && Double.compare(score, that.score) == 0
                && status == that.status
                && created == that.created
                && level == that.level
                && name.equals(that.name)
                && email.equals(that.email)
                && phone.equals(that.phone)
                && address.equals(that.address)
                && tags.equals(that.tags);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, name);
    }

    @Override
    public String toString() {
        return "User " + id + " " + name;
    }
}
