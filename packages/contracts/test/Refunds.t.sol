// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SeasonVault} from "../solidity/SeasonVault.sol";
import {VaultTest} from "./support/VaultTest.sol";

contract RefundsTest is VaultTest {
    event RefundFailed(uint256 indexed season, address indexed player, address indexed payer, uint256 amount);

    function test_a_cancelled_season_pays_every_fee_back_to_its_payer_whoever_asks() public {
        give(STRANGER, FEE);
        vm.prank(STRANGER);
        vault.enter(SEASON, player(0));
        enterAs(player(1));
        vault.cancelSeason(SEASON);
        vm.prank(player(5));
        vault.refund(SEASON, player(0));
        vault.refund(SEASON, player(1));
        eq(usdt.balanceOf(STRANGER), FEE, "to the payer");
        eq(usdt.balanceOf(player(0)), 0, "not to the player somebody else paid for");
        eq(usdt.balanceOf(player(1)), FEE, "the other, too");
        eq(usdt.balanceOf(address(vault)), 0, "nothing is left");
    }

    function test_a_refund_is_paid_once_and_only_to_entrants() public {
        enterMany(2);
        vault.cancelSeason(SEASON);
        vault.refund(SEASON, player(0));
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.NotEntered.selector, player(0)));
        vault.refund(SEASON, player(0));
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.NotEntered.selector, STRANGER));
        vault.refund(SEASON, STRANGER);
    }

    function test_there_is_no_refund_while_a_season_is_open_or_settled() public {
        settleWith(2);
        bytes memory settled = wrongState();
        vm.expectRevert(settled);
        vault.refund(SEASON, player(0));
        address[] memory one = new address[](1);
        vm.expectRevert(settled);
        vault.refundBatch(SEASON, one);
        vault.openSeason(2, FEE, uint64(block.timestamp + 1));
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.WrongState.selector, SeasonVault.State.Open));
        vault.refund(2, player(0));
    }

    function test_a_cancelled_season_takes_no_entries_and_no_root() public {
        enterMany(1);
        vault.cancelSeason(SEASON);
        bytes memory cancelled = wrongState();
        give(player(7), FEE);
        vm.expectRevert(cancelled);
        vm.prank(player(7));
        vault.enter(SEASON, player(7));
        toDeadline();
        vm.expectRevert(cancelled);
        vault.setRoot(SEASON, bytes32(uint256(1)), FEE, 0, claimDeadline());
        vm.expectRevert(cancelled);
        vault.cancelSeason(SEASON);
    }

    function test_an_overdue_season_can_be_cancelled_by_anybody_and_no_earlier() public {
        enterMany(1);
        uint256 overdueFrom = entryDeadline + 60 days;
        vm.warp(overdueFrom - 1);
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.TooEarly.selector, overdueFrom));
        vm.prank(STRANGER);
        vault.cancelSeason(SEASON);
        vm.warp(overdueFrom);
        vm.prank(STRANGER);
        vault.cancelSeason(SEASON);
        vault.refund(SEASON, player(0));
        eq(usdt.balanceOf(player(0)), FEE, "back without the owner");
    }

    function test_a_pause_holds_back_no_refund() public {
        enterMany(2);
        vault.pause();
        vault.cancelSeason(SEASON);
        vault.refund(SEASON, player(0));
        vault.refundBatch(SEASON, everybody(2));
        eq(usdt.balanceOf(player(1)), FEE, "paid while paused");
    }

    function test_a_batch_refunds_each_once_and_passes_over_who_cannot_be_paid() public {
        enterMany(6);
        vault.cancelSeason(SEASON);
        vault.refund(SEASON, player(2));
        usdt.setBlackListed(player(4), true);
        vm.expectEmit(true, true, true, true, address(vault));
        emit RefundFailed(SEASON, player(4), player(4), FEE);
        vault.refundBatch(SEASON, everybody(8));
        vault.refundBatch(SEASON, everybody(8));
        for (uint256 i = 0; i < 6; i++) {
            eq(usdt.balanceOf(player(i)), i == 4 ? 0 : FEE, "each once");
        }
        eq(vault.seasonOf(SEASON).entrants, 1, "one is left");
        usdt.setBlackListed(player(4), false);
        vault.refund(SEASON, player(4));
        eq(usdt.balanceOf(player(4)), FEE, "paid in the end");
    }

    function test_what_nobody_asked_back_goes_to_the_treasury_after_the_announced_time() public {
        enterMany(2);
        fundWith(1_000);
        vault.cancelSeason(SEASON);
        uint64 sweepableFrom = vault.seasonOf(SEASON).payDeadline;
        eq(sweepableFrom, block.timestamp + 180 days, "half a year");
        vm.warp(sweepableFrom - 1);
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.TooEarly.selector, sweepableFrom));
        vault.sweep(SEASON);
        vm.warp(sweepableFrom);
        // Late is not too late as long as nobody has swept.
        vault.refund(SEASON, player(0));
        vault.sweep(SEASON);
        eq(usdt.balanceOf(TREASURY), FEE + 1_000, "the rest");
        vm.expectRevert(abi.encodeWithSelector(SeasonVault.WrongState.selector, SeasonVault.State.Swept));
        vault.refund(SEASON, player(1));
    }

    function test_a_season_that_is_running_cannot_be_swept() public {
        enterMany(1);
        vm.expectRevert(wrongState());
        vault.sweep(SEASON);
    }

    function everybody(uint256 count) private pure returns (address[] memory players) {
        players = new address[](count);
        for (uint256 i = 0; i < count; i++) {
            players[i] = player(i);
        }
    }
}
