package dev.locomo.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which part of the program may know which. */
class ArchitectureTest {
  private final JavaClasses program = program();

  /** Read on first use. */
  private static final class Compiled {
    static final JavaClasses PROGRAM =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.locomo");
  }

  /** The program's classes, without those of tests. */
  static JavaClasses program() {
    return Compiled.PROGRAM;
  }

  @Test
  void modulesDependInOneDirection() {
    noClasses()
        .that()
        .resideInAPackage("dev.locomo.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.locomo.rag..",
            "dev.locomo.eval..",
            "dev.locomo.gen..",
            "dev.locomo.services..",
            "dev.locomo.cli..")
        .check(program);
    noClasses()
        .that()
        .resideInAPackage("dev.locomo.rag..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.locomo.eval..", "dev.locomo.gen..", "dev.locomo.services..", "dev.locomo.cli..")
        .check(program);
    noClasses()
        .that()
        .resideInAPackage("dev.locomo.eval..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.locomo.gen..", "dev.locomo.services..", "dev.locomo.cli..")
        .check(program);
    noClasses()
        .that()
        .resideInAPackage("dev.locomo.gen..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.locomo.eval..", "dev.locomo.services..", "dev.locomo.cli..")
        .check(program);
    noClasses()
        .that()
        .resideInAPackage("dev.locomo.services..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.locomo.gen..", "dev.locomo.cli..")
        .check(program);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.locomo.(**)").should().beFreeOfCycles().check(program);
  }

  @Test
  void librariesStayBehindTheirAdapters() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.locomo.core.llm.langchain4j..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.langchain4j..")
        .check(program);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.locomo.rag.causal..",
            "dev.locomo.rag.embed..",
            "dev.locomo.rag.vision..",
            "dev.locomo.rag.tensor..",
            "dev.locomo.rag.checkpoint..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.djl..", "ai.onnxruntime..")
        .check(program);
    onlyIn(
        "dev.locomo.services.store..",
        "org.sqlite..",
        "org.postgresql..",
        "org.flywaydb..",
        "java.sql..");
    onlyIn("dev.locomo.services.redis..", "redis.clients..", "org.apache.commons.pool2..");
    onlyIn("dev.locomo.services.metrics..", "io.micrometer..", "io.prometheus..");
    onlyIn("dev.locomo.services.trace..", "io.opentelemetry..");
    onlyIn("dev.locomo.cli.log..", "ch.qos.logback..");
    onlyIn("dev.locomo.gen.prompt..", "opennlp..");
    onlyIn("dev.locomo.gen.safety..", "com.google.i18n..");
    onlyIn("dev.locomo.services.[objects|secrets|cloud]..", "software.amazon..");
  }

  private void onlyIn(String adapter, String... libraries) {
    noClasses()
        .that()
        .resideOutsideOfPackage(adapter)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries)
        .check(program);
  }

  @Test
  void onlyTheCommandLinePrintsOrExits() {
    var elsewhere = noClasses().that().resideOutsideOfPackage("dev.locomo.cli..").should();
    elsewhere.callMethod(System.class, "exit", int.class).check(program);
    elsewhere.accessField(System.class, "out").check(program);
    elsewhere.accessField(System.class, "err").check(program);
  }

  /** One that opens a file by itself waits for ever at a pipe, and reads a device without end. */
  @Test
  void filesAreOpenedWhereDevicesAndPipesAreRefused() {
    var reading =
        List.of(
            "newInputStream",
            "newBufferedReader",
            "readString",
            "readAllBytes",
            "readAllLines",
            "lines");
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.locomo.core.error..", "dev.locomo.core.keys..")
        .should()
        .callMethodWhere(
            describe(
                "reads a file",
                call ->
                    (call.getTargetOwner().isEquivalentTo(Files.class)
                            && reading.contains(call.getName()))
                        || (call.getTargetOwner().isEquivalentTo(FileChannel.class)
                            && call.getName().equals("open"))))
        .check(program);
  }

  @Test
  void metricsCallNothingOutsideTheJvm() {
    noClasses()
        .that()
        .resideInAPackage("dev.locomo.core.metric..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.file..", "dev.locomo.core.llm..")
        .check(program);
  }
}
