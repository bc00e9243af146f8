package dev.tapedeck.cli;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** The shape of the house: which module may know which, who may print, and what things may be called. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.tapedeck");

    /** The modules and their arrows, as ARCHITECTURE.md draws them. */
    enum Module {
        RECORDING,
        KERNEL,
        GUEST,
        TESTKIT,
        MESH(KERNEL, RECORDING),
        CARTRIDGE(RECORDING),
        BLUEPRINT(RECORDING),
        CAPTURE(
                RECORDING),
        REDACTION(
                RECORDING),
        SANDBOX(MESH, GUEST, KERNEL, RECORDING),
        REPLAY(MESH, SANDBOX, CARTRIDGE, BLUEPRINT, KERNEL,
                RECORDING),
        CLI(RECORDING, KERNEL, GUEST, MESH, CARTRIDGE, BLUEPRINT, CAPTURE, REDACTION, SANDBOX, REPLAY);

        private final List<Module> mayKnow;

        Module(Module... mayKnow) {
            this.mayKnow = List.of(mayKnow);
        }

        String packageName() {
            return "dev.tapedeck." + name().toLowerCase(java.util.Locale.ROOT);
        }

        String[] reach() {
            return Stream.concat(Stream.of(this), mayKnow.stream()).map(module -> module.packageName() + "..").toArray(String[]::new);
        }
    }

    @Test
    void classes_areAllSeen() {
        assertThat(CLASSES).as("classes of dev.tapedeck on the class path").hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @EnumSource
    void module_hasClasses(Module module) {
        assertThat(CLASSES.that(resideInAPackage(module.packageName() + ".."))).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void module_knowsOnlyWhatItsArrowsSay(Module module) {
        noClasses().that().resideInAPackage(module.packageName() + "..")
                .should().dependOnClassesThat(resideInAPackage("dev.tapedeck..").and(not(resideInAnyPackage(module.reach()))))
                .check(CLASSES);
    }

    @Test
    void modules_areOneFlatPackageEach() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrderElementsOf(Stream.of(Module.values()).map(Module::packageName).toList());
    }

    @Test
    void printing_isTheCommandLinesAlone() {
        noClasses().that().resideOutsideOfPackage(Module.CLI.packageName())
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .because("only `cli` prints")
                .check(CLASSES);
    }

    @Test
    void names_sayWhatAThingIs() {
        noClasses().should().haveNameMatching(".*(Manager|Utils?|Helper|Impl)")
                .because("a name is a noun one can say aloud").check(CLASSES);
    }

    @Test
    void accessors_areNamedForWhatTheyGive() {
        methods().that(areOurOwn()).should().haveNameNotMatching("get[A-Z].*")
                .because("an accessor is the noun alone").check(CLASSES);
    }

    private static DescribedPredicate<JavaMethod> areOurOwn() {
        return new DescribedPredicate<>("are not declared by a library's type") {
            @Override
            public boolean test(JavaMethod method) {
                JavaClass owner = method.getOwner();
                return Stream.concat(owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
                        .filter(type -> !type.getPackageName().startsWith("dev.tapedeck"))
                        .flatMap(type -> type.getMethods().stream())
                        .noneMatch(theirs -> theirs.getName().equals(method.getName()));
            }
        };
    }
}
