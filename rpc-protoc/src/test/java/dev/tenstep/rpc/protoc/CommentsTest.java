package dev.tenstep.rpc.protoc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests how a comment in a .proto file becomes Javadoc. */
final class CommentsTest {
    @ParameterizedTest
    @CsvSource({
        "a */ b, a *&#47; b",
        "a /* b, a /&#42; b",
        "*/*/, *&#47;&#42;&#47;",
        "@see {@link X}, &#64;see {&#64;link X}",
        "a < b && c > d, a &lt; b &amp;&amp; c &gt; d",
        "&#47;, &amp;#47;",
        "\\u002a/ \\, &#92;u002a/ &#92;",
        "1/2 * 3 $L $T, 1/2 * 3 $L $T",
        "größer als 東京, größer als 東京"
    })
    void nothingInACommentIsReadAsJavaOrHtml(String comment, String javadoc) {
        assertThat(Comments.javadoc(comment)).isEqualTo(javadoc);
    }

    @Test
    void blankLinesSeparateParagraphs() {
        assertThat(Comments.javadoc("\n One\n line.\n\n\n \n Another.\n   Indented.\n\n"))
                .isEqualTo("One\nline.\n\n<p>Another.\nIndented.");
    }

    @Test
    void aCommentOfBlanksIsNone() {
        assertThat(Comments.javadoc(" \n\n ")).isEmpty();
    }

    @Test
    void controlCharactersBecomeBlanks() {
        assertThat(Comments.javadoc("a\fb\u0000c\td")).isEqualTo("a b c d");
    }
}
