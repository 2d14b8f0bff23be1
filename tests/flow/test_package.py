"""What `pip install .` brings, used from any folder."""

import os
import shutil
import subprocess
import sys
import zipfile

import pytest


@pytest.fixture(scope="module")
def installed(tmp_path_factory, pytestconfig):
    """The built package unpacked in a folder of its own, as pip would leave it."""
    folder = tmp_path_factory.mktemp("package")
    # From a copy: a build leaves folders behind, and takes up what an earlier one left.
    listed = subprocess.run(
        ["git", "ls-files"], cwd=pytestconfig.rootpath, check=True, capture_output=True, text=True
    )
    for name in listed.stdout.splitlines():
        (folder / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(pytestconfig.rootpath / name, folder / "source" / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder), str(folder / "source")]
    subprocess.run(command, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def run(installed, folder, *arguments):
    code = "import onderstroom; onderstroom.main()"
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_everything_that_is_not_code_comes_along(installed):
    assert (installed / "pipelines" / "sql" / "panel.sql").is_file()
    assert list((installed / "data" / "mappings").glob("*.toml"))
    assert (installed / "dashboards" / "page.html").is_file()


def test_a_programme_somebody_works_in_never_comes_along(installed):
    assert not (installed / "data" / "programme").exists()


def test_the_command_works_from_any_folder(installed, tmp_path):
    made = run(installed, tmp_path, "init", "hier", "--json")
    assert made.returncode == 0, made.stderr
    written = run(installed, tmp_path, "template", "units", "--programme", "hier", "--json")
    assert written.returncode == 0, written.stderr
    assert len(list(tmp_path.glob("units*"))) == 2
    assert run(installed, tmp_path, "status", "--programme", "hier", "--json").returncode == 0
