"""Just enough of protobuf's encoding (https://protobuf.dev/programming-guides/encoding) to write and read messages by hand."""


def varint(value):
    """Encodes a 64-bit number; a negative one in two's complement."""
    value &= 0xFFFFFFFFFFFFFFFF
    data = bytearray()
    while value > 0x7F:
        data.append(value & 0x7F | 0x80)
        value >>= 7
    data.append(value)
    return bytes(data)


def number(field, value):
    """Encodes a number as a field without `optional`: absent if it is 0."""
    return varint(field << 3) + varint(value) if value else b""


def data(field, value):
    """Encodes a string, bytes or a message; None is absent."""
    if value is None:
        return b""
    value = value.encode("utf-8") if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(value)) + value


def packed(field, values):
    """Encodes repeated numbers."""
    return data(field, b"".join(map(varint, values))) if values else b""


class Message:
    """The fields of a message by number, in order; unknown fields are harmless."""

    def __init__(self, source):
        self.source, self.at, self.fields = source, 0, {}
        while self.at < len(source):
            tag = self._varint()
            self.fields.setdefault(tag >> 3, []).append(self._value(tag & 7))

    def _varint(self):
        value = 0
        for shift in range(0, 70, 7):
            byte = self._take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value & 0xFFFFFFFFFFFFFFFF
        raise ValueError("a varint over 10 bytes")

    def _take(self, count):
        if count > len(self.source) - self.at:
            raise ValueError(f"{count} bytes (expected: at most {len(self.source) - self.at})")
        self.at += count
        return self.source[self.at - count : self.at]

    def _value(self, kind):
        if kind == 0:
            return self._varint()
        if kind in (1, 5):
            return self._take(8 if kind == 1 else 4)
        if kind == 2:
            return self._take(self._varint())
        raise ValueError(f"wire type {kind}")

    def number(self, field):
        """Returns a signed number, 0 if it is absent."""
        value = self.fields.get(field, [0])[-1]
        return value - (1 << 64) if value >> 63 else value

    def text(self, field):
        """Returns a string, None if it is absent."""
        values = self.fields.get(field)
        return values[-1].decode("utf-8") if values else None

    def message(self, field):
        """Returns a message, an empty one if it is absent. (Protobuf merges duplicates; nobody sends them.)"""
        return Message(self.fields.get(field, [b""])[-1])

    def messages(self, field):
        return [Message(each) for each in self.fields.get(field, [])]

    def numbers(self, field):
        """Returns repeated numbers, packed or not."""
        values = []
        for each in self.fields.get(field, []):
            if isinstance(each, int):
                values.append(each)
            else:
                rest = Message(b"")
                rest.source = each
                while rest.at < len(each):
                    values.append(rest._varint())
        return values
