package dev.tenstep.rpc.serialization.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/** Generates small classes. */
final class GeneratedClassTest {
    private static final String FOLDER = "tenstep.generated";

    private static GeneratedClass supplierOf(Object constant) {
        GeneratedClass made = new GeneratedClass(MethodHandles.lookup(), "Constant", Supplier.class);
        made.method("get", Object.class)
                .push(constant, Object.class)
                .add(Opcodes.ARETURN)
                .end();
        return made;
    }

    @Test
    void classIsHiddenInThePackageOfItsOwnerAndRefersToConstants() throws Exception {
        Object constant = new Object();
        Object supplier = supplierOf(constant).instance();
        assertThat(((Supplier<?>) supplier).get()).isSameAs(constant);
        assertThat(supplier.getClass().isHidden()).isTrue();
        assertThat(supplier.getClass().getPackageName()).isEqualTo(getClass().getPackageName());
    }

    /** A superclass whose constructor is visible in its package only. */
    abstract static class Base {
        abstract int number();
    }

    @Test
    void classMayExtendAnother() throws Exception {
        GeneratedClass made = new GeneratedClass(MethodHandles.lookup(), "Number", Base.class);
        made.method("number", int.class).push(7).add(Opcodes.IRETURN).end();
        assertThat(((Base) made.instance()).number()).isEqualTo(7);
    }

    @Test
    void classFilesAreWrittenToTheFolderThatThePropertyNames(@TempDir Path folder) throws Exception {
        Path made = folder.resolve("a/b");
        System.setProperty(FOLDER, made.toString());
        try {
            supplierOf("constant").instance();
        } finally {
            System.clearProperty(FOLDER);
        }
        List<Path> files;
        try (var found = Files.list(made)) {
            files = found.toList();
        }
        assertThat(files).hasSize(1);
        assertThat(new ClassReader(Files.readAllBytes(files.get(0))).getClassName())
                .isEqualTo("dev/tenstep/rpc/serialization/objects/Constant");
    }

    @Test
    void fileInPlaceOfTheFolderDisturbsNothing(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        System.setProperty(FOLDER, file.toString());
        try {
            assertThat(((Supplier<?>) supplierOf("constant").instance()).get()).isEqualTo("constant");
        } finally {
            System.clearProperty(FOLDER);
        }
        assertThat(file).isEmptyFile();
    }
}
